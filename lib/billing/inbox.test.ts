import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { ensurePrices } from "@/lib/billing/provision";
import { receiveStripeEvent } from "@/lib/billing/inbox";
import { askWebhook } from "@/lib/billing/testing/webhook";
import { aPerson, deliver, drain, eventsOf, makeCustomer, sign, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";

beforeAll(ensurePrices);

function anEvent(overrides: Record<string, unknown> = {}) {
  return {
    id: `evt_${newId().replaceAll("-", "")}`,
    object: "event",
    type: "customer.updated",
    api_version: "2026-10-28.endive",
    created: 1_795_000_000,
    livemode: false,
    data: { object: { id: "cus_nobody", object: "customer" } },
    ...overrides,
  };
}

const stored = (id: string) => db.stripeEvent.findUnique({ where: { id } });
const jobs = async () => {
  const [row] = await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM graphile_worker.jobs`;
  return row!.n;
};

function post(body: string, headers: Record<string, string>) {
  return askWebhook({ method: "POST", body, headers });
}

describe("what does not prove to be Stripe's is refused with 400 and leaves no trace", () => {
  const event = anEvent();
  const body = JSON.stringify(event);
  const old = () =>
    stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret: "whsec_sandbox",
      timestamp: Math.floor(Date.now() / 1000) - 301,
    });
  const signed = (altered: string, header = sign(altered)) => [altered, { "stripe-signature": header }] as const;

  test.each<[string, () => readonly [string, Record<string, string>]]>([
    ["no signature", () => [body, {}]],
    ["an empty one", () => signed(body, "")],
    ["nonsense for one", () => signed(body, "t=1,v1=zz")],
    ["one by another secret", () => signed(body, sign(body, "whsec_other"))],
    ["one that is too old", () => signed(body, old())],
    ["a byte order mark before it", () => signed(`\uFEFF${body}`, sign(body))],
    ["a moment that no calendar has", () => signed(JSON.stringify(anEvent({ created: 1e300 })))],
    ["an altered byte", () => signed(body.replace("cus_nobody", "cus_nobodx"), sign(body))],
    ["the same JSON written anew", () => signed(JSON.stringify(event, null, 1), sign(body))],
    ["signed words that are no JSON", () => signed("hello")],
    ["signed JSON that is no object", () => signed("17")],
    ["a signed nothing", () => signed("")],
    ["a signed object that is no event", () => signed(JSON.stringify({ id: "evt_1", object: "customer" }))],
    ["an event without an object in it", () => signed(JSON.stringify(anEvent({ data: {} })))],
    ["an event with a strange id", () => signed(JSON.stringify(anEvent({ id: "../evt" })))],
    ["a thin event whose moment is a number", () => signed(JSON.stringify(anEvent({ object: "v2.core.event" })))],
    ["an event of live mode", () => signed(JSON.stringify(anEvent({ livemode: true })))],
  ])("%s", async (_name, make) => {
    const [text, headers] = make();
    const before = await db.stripeEvent.count();
    const response = await post(text, headers);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { code: string } };
    expect(error.code).toMatch(/^invalid_(?:signature|input)$/u);
    expect(await db.stripeEvent.count()).toBe(before);
    expect(await jobs()).toBe(0);
  });

  test("more than a megabyte is refused with 413", async () => {
    const response = await post("x".repeat(1024 * 1024 + 1), {});
    expect(response.status).toBe(413);
  });
});

describe("what is Stripe's", () => {
  test("is stored also when a name in it holds what the database can not", async () => {
    const object = { id: "cus_nobody", object: "customer", name: "A\u0000da \ud800" };
    const event = anEvent({ type: "plan.created", data: { object } });
    const text = JSON.stringify(event);
    const response = await post(text, { "stripe-signature": sign(text) });
    expect(response.status).toBe(200);
    const row = await stored(event.id);
    expect(row?.payload).toMatchObject({ data: { object: { name: "A\uFFFDda \uFFFD" } } });
  });

  test("is stored as told and acknowledged, with one job for its customer", async () => {
    const event = anEvent({ data: { object: { id: "cus_stored", object: "customer" } } });
    const body = JSON.stringify(event);
    const response = await post(body, { "stripe-signature": sign(body) });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ received: event.id });
    expect(await stored(event.id)).toMatchObject({
      type: "customer.updated",
      customerId: "cus_stored",
      status: "received",
      payload: event,
      warning: null,
      stripeCreatedAt: new Date(1_795_000_000_000),
    });
    const [job] = await db.$queryRaw<{ key: string }[]>`SELECT key FROM graphile_worker.jobs`;
    expect(job?.key).toBe("billing.sync-customer:cus_stored");
  });

  test("a burst is stored whole, with one job for each customer, and what was known stays as it is", async () => {
    const known = anEvent({ data: { object: { id: "cus_burst0", object: "customer" } } });
    expect(await deliver(known)).toMatchObject({ isNew: true });
    const burst = Array.from({ length: 60 }, (_, at) =>
      at % 20 === 19
        ? anEvent({ type: "plan.created", data: { object: { id: "plan_x", object: "plan" } } })
        : anEvent({ data: { object: { id: `cus_burst${at % 3}`, object: "customer" } } }),
    );
    const answers = await Promise.all([known, ...burst, known, burst[7]!].map((event) => deliver(event)));
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(60);
    const rows = await db.stripeEvent.groupBy({
      by: ["customerId", "status"],
      where: { id: { in: [known, ...burst].map(({ id }) => id) } },
      _count: true,
      orderBy: { customerId: "asc" },
    });
    expect(rows.map(({ customerId, status, _count }) => [customerId, status, _count])).toEqual([
      ["cus_burst0", "received", 20],
      ["cus_burst1", "received", 19],
      ["cus_burst2", "received", 19],
      [null, "ignored", 3],
    ]);
    const keys = await db.$queryRaw<{ key: string }[]>`
      SELECT key FROM graphile_worker.jobs WHERE key LIKE '%:cus_burst%' ORDER BY key`;
    expect(keys.map(({ key }) => key)).toEqual([0, 1, 2].map((at) => `billing.sync-customer:cus_burst${at}`));
  });

  test("twenty deliveries of one event at once are all acknowledged, stored once and applied once", async () => {
    const person = await aPerson();
    const customerId = await makeCustomer(person);
    await subscribeAtStripe(customerId);
    const event = (await eventsOf(customerId)).find(({ type }) => type === "customer.subscription.created")!;
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(event)));
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    await drain();
    await deliver(event);
    await drain();
    expect(await stored(event.id)).toMatchObject({ status: "applied", attempts: 1 });
    expect(await db.subscription.findMany({ where: { userId: person.id } })).toMatchObject([
      { status: "active", plan: "pro", isPrimary: true },
    ]);
  });

  test("a store that fails leaves neither the event nor its job", async () => {
    const before = await jobs();
    // PostgreSQL knows no moment so long ago, so the statement fails after the signature has passed.
    const event = anEvent({ created: -8e12 });
    await expect(receiveStripeEvent(JSON.stringify(event), sign(JSON.stringify(event)))).rejects.toThrow(/./u);
    expect(await stored(event.id)).toBeNull();
    expect(await jobs()).toBe(before);
  });

  test("an event whose job can not be added is not stored either", async () => {
    await db.$executeRaw`ALTER TABLE graphile_worker._private_jobs ADD CONSTRAINT full_up CHECK (key <> 'billing.sync-customer:cus_unlucky')`;
    const event = anEvent({ data: { object: { id: "cus_unlucky", object: "customer" } } });
    await expect(deliver(event)).rejects.toThrow(/full_up/u);
    expect(await stored(event.id)).toBeNull();
    await db.$executeRaw`ALTER TABLE graphile_worker._private_jobs DROP CONSTRAINT full_up`;
    expect(await deliver(event)).toMatchObject({ isNew: true });
  });

  test("an event from ahead of our clock came in no earlier than it happened", async () => {
    const created = Math.floor(Date.now() / 1_000) + 86_400;
    const event = anEvent({ created });
    await deliver(event);
    expect((await stored(event.id))?.receivedAt).toEqual(new Date(created * 1_000));
  });

  test("an event of another API version is kept with a warning, and still applied", async () => {
    const person = await aPerson();
    const customerId = await makeCustomer(person);
    const event = anEvent({ api_version: "2020-08-27", data: { object: { id: customerId, object: "customer" } } });
    await deliver(event);
    await drain();
    expect(await stored(event.id)).toMatchObject({
      status: "applied",
      warning: "Sent as of API version 2020-08-27; the endpoint should be pinned to 2026-10-28.endive.",
    });
  });

  test.each([
    [
      "of a type nothing depends on",
      { type: "product.created", data: { object: { id: "prod_1", object: "product" } } },
      "Nothing here depends on events of this type.",
    ],
    [
      "that names no customer",
      { type: "invoice.paid", data: { object: { id: "in_1", object: "invoice", customer: null } } },
      "The event names no customer.",
    ],
  ])("an event %s is recorded as ignored, without a job", async (_name, overrides, reason) => {
    const before = await jobs();
    const event = anEvent(overrides);
    await deliver(event);
    expect(await stored(event.id)).toMatchObject({ status: "ignored", reason });
    expect(await jobs()).toBe(before);
  });

  test("an event of somebody who is nobody here is recorded as ignored, and says whom it meant", async () => {
    const event = anEvent({ data: { object: { id: "cus_stranger", object: "customer" } } });
    await deliver(event);
    await drain();
    expect(await stored(event.id)).toMatchObject({
      status: "ignored",
      reason: "Nobody here is the customer cus_stranger.",
      attempts: 1,
    });
  });

  test("a detached card's event finds its customer among what was before", async () => {
    const event = anEvent({
      type: "payment_method.detached",
      data: {
        object: { id: "pm_1", object: "payment_method", customer: null },
        previous_attributes: { customer: "cus_before" },
      },
    });
    await deliver(event);
    expect(await stored(event.id)).toMatchObject({ customerId: "cus_before", status: "received" });
  });

  test("a customer written out in full is recognised", async () => {
    const object = { id: "in_1", object: "invoice", customer: { id: "cus_whole", object: "customer" } };
    const event = anEvent({ type: "invoice.paid", data: { object } });
    await deliver(event);
    expect(await stored(event.id)).toMatchObject({ customerId: "cus_whole" });
  });
});
