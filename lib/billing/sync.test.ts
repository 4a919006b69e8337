import { beforeAll, describe, expect, test } from "vitest";
import { readAccount } from "@/lib/adapters/payments/account";
import { stripe } from "@/lib/adapters/payments/connection";
import { whileCheckingOut } from "@/lib/billing/queries/locks";
import { standingOf } from "@/lib/billing/standing";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, deliver, eventsOf, makeCustomer, subscribe, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { now } from "@/lib/platform/clock";

beforeAll(ensurePrices);

function aGate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

async function aCustomer(card?: string) {
  const person = await aPerson();
  return { person, customerId: await makeCustomer(person, card) };
}

const rows = (userId: string) => db.subscription.findMany({ where: { userId }, orderBy: { stripeCreatedAt: "asc" } });

describe("the order of a sync", () => {
  test("nothing is fetched before the lock is held: older news is never written over newer", async () => {
    const { person, customerId } = await aCustomer();
    const { id } = await subscribeAtStripe(customerId);
    const order: string[] = [];
    const [fetched, mayWrite] = [aGate(), aGate()];
    const first = syncCustomer(customerId, now, async (...known) => {
      const account = await readAccount(...known);
      order.push("first fetched");
      fetched.open();
      await mayWrite.passed;
      order.push("first writes");
      return account;
    });
    await fetched.passed;
    await stripe.subscriptions.cancel(id);
    const second = syncCustomer(customerId, now, (...known) => {
      order.push("second fetches");
      return readAccount(...known);
    });
    // Long enough for a second sync that does not wait to be done; one that waits is not hurried by it.
    await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 400))]);
    mayWrite.open();
    await Promise.all([first, second]);
    expect(order).toEqual(["first fetched", "first writes", "second fetches"]);
    expect(await rows(person.id)).toMatchObject([{ id, status: "canceled" }]);
  });

  test("an event that is stored after the fetch is left for the next sync", async () => {
    const { customerId } = await aCustomer();
    const { id } = await subscribeAtStripe(customerId);
    await syncCustomer(customerId, now, async (...known) => {
      const account = await readAccount(...known);
      await stripe.subscriptions.cancel(id);
      const late = (await eventsOf(customerId)).find(({ type }) => type === "customer.subscription.deleted")!;
      await deliver(late);
      return account;
    });
    const late = await db.stripeEvent.findFirstOrThrow({ where: { customerId } });
    expect(late.status).toBe("received");
  });

  test("customers do not wait for each other", async () => {
    const [one, other] = [await aCustomer(), await aCustomer()];
    const gate = aGate();
    const held = syncCustomer(one.customerId, now, async (...known) => {
      await gate.passed;
      return readAccount(...known);
    });
    expect(await syncCustomer(other.customerId)).toBe(other.person.id);
    gate.open();
    await held;
  });

  test("while Stripe stalls for a dozen of them, the database goes on serving everybody else", async () => {
    const customers = await Promise.all(Array.from({ length: 12 }, () => aCustomer()));
    const gate = aGate();
    const stalled = customers.map(({ customerId }) =>
      syncCustomer(customerId, now, async (...known) => {
        await gate.passed;
        return readAccount(...known);
      }),
    );
    // Time for as many as may to get hold of a connection.
    await new Promise((resolve) => setTimeout(resolve, 400));
    const ids = customers.map(({ person }) => person.id);
    expect(await db.user.count({ where: { id: { in: ids } } })).toBe(12);
    gate.open();
    expect(await Promise.all(stalled)).toEqual(ids);
  });

  test("a fetch that fails changes nothing", async () => {
    const { person, customerId } = await aCustomer();
    await subscribeAtStripe(customerId);
    await syncCustomer(customerId);
    const before = await rows(person.id);
    await expect(syncCustomer(customerId, now, () => Promise.reject(new Error("cut off")))).rejects.toThrow("cut off");
    expect(await rows(person.id)).toEqual(before);
  });
});

describe("what a sync finds", () => {
  test("a checkout: the subscription, its invoice, its payment and its card", async () => {
    const person = await aPerson();
    // A first subscription has a trial, so its invoice is of nothing; the second is paid at once.
    const first = await subscribe(person);
    const [trial] = (await stripe.subscriptions.list({ customer: first.customerId })).data;
    await stripe.subscriptions.cancel(trial!.id);
    await subscribe(person, "enterprise", "year");
    await syncCustomer(first.customerId);
    expect(await rows(person.id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ status: "canceled", plan: "pro", isPrimary: false }),
        expect.objectContaining({
          status: "active",
          plan: "enterprise",
          interval: "year",
          unitAmountMinor: 99_000,
          isPrimary: true,
          isDuplicate: false,
        }),
      ]),
    );
    const invoices = await db.invoice.findMany({ where: { userId: person.id }, orderBy: { totalMinor: "asc" } });
    expect(invoices).toMatchObject([
      { totalMinor: 0, status: "paid" },
      { totalMinor: 99_000, amountPaidMinor: 99_000, status: "paid", currency: "usd" },
    ]);
    expect(invoices[1]?.hostedUrl).toMatch(/^http/u);
    expect(await db.payment.findMany({ where: { userId: person.id } })).toMatchObject([
      {
        amountMinor: 99_000,
        receivedMinor: 99_000,
        status: "succeeded",
        invoiceId: invoices[1]?.id,
        cardLast4: "4242",
      },
    ]);
    expect(await db.paymentMethod.findMany({ where: { userId: person.id, isDefault: true } })).toMatchObject([
      { brand: "visa", last4: "4242" },
    ]);
  });

  test("a payment that failed: past due since its invoice was due, still in grace, then paid", async () => {
    const { person, customerId } = await aCustomer("pm_card_chargeCustomerFail");
    const { id } = await subscribeAtStripe(customerId, { trial: true });
    await stripe.subscriptions.update(id, { trial_end: "now" });
    await syncCustomer(customerId);
    const [row] = await rows(person.id);
    expect(row).toMatchObject({ status: "past_due", isPrimary: true });
    const open = await db.invoice.findFirstOrThrow({ where: { userId: person.id, status: "open" } });
    expect(row?.pastDueSince).toEqual(open.stripeCreatedAt);
    expect(await standingOf(person.id)).toMatchObject({ plan: "pro", state: "grace", needsAttention: true });
    expect(await db.payment.findFirstOrThrow({ where: { userId: person.id } })).toMatchObject({
      declineCode: "generic_decline",
      receivedMinor: 0,
    });

    const { id: card } = await stripe.paymentMethods.attach("pm_card_visa", { customer: customerId });
    await stripe.invoices.pay(open.id, { payment_method: card });
    await syncCustomer(customerId);
    expect((await rows(person.id))[0]).toMatchObject({ status: "active", pastDueSince: null });
    expect(await standingOf(person.id)).toMatchObject({ plan: "pro", state: "active" });
  });

  test("two live subscriptions: the better one decides, both are flagged, until one is gone", async () => {
    const { person, customerId } = await aCustomer();
    const pro = await subscribeAtStripe(customerId, { plan: "pro" });
    const enterprise = await subscribeAtStripe(customerId, { plan: "enterprise" });
    await syncCustomer(customerId);
    const places = async () =>
      Object.fromEntries(
        (await rows(person.id)).map(({ id, isPrimary, isDuplicate }) => [id, [isPrimary, isDuplicate]]),
      );
    expect(await places()).toEqual({ [enterprise.id]: [true, true], [pro.id]: [false, true] });
    await stripe.subscriptions.cancel(enterprise.id);
    await syncCustomer(customerId);
    expect(await places()).toEqual({ [enterprise.id]: [false, false], [pro.id]: [true, false] });
    expect(await standingOf(person.id)).toMatchObject({ plan: "pro", state: "active" });
  });

  test("a refund", async () => {
    const { person, customerId } = await aCustomer();
    await subscribeAtStripe(customerId);
    const [intent] = (await stripe.paymentIntents.list({ customer: customerId })).data;
    await stripe.refunds.create({ payment_intent: intent!.id, amount: 700 });
    await syncCustomer(customerId);
    expect(await db.payment.findFirst({ where: { userId: person.id } })).toMatchObject({
      receivedMinor: 1_900,
      refundedMinor: 700,
    });
  });

  test("a card that was detached is gone, and another takes its place", async () => {
    const { person, customerId } = await aCustomer();
    await syncCustomer(customerId);
    const [old] = await db.paymentMethod.findMany({ where: { userId: person.id } });
    const { id } = await stripe.paymentMethods.attach("pm_card_mastercard", { customer: customerId });
    await stripe.paymentMethods.detach(old!.id);
    await syncCustomer(customerId);
    expect(await db.paymentMethod.findMany({ where: { userId: person.id } })).toMatchObject([
      { id, brand: "mastercard", isDefault: true },
    ]);
  });

  test("a customer that was deleted: the subscription has ended, what was paid stays, the cards are gone", async () => {
    const { person, customerId } = await aCustomer();
    const { id } = await subscribeAtStripe(customerId);
    await syncCustomer(customerId);
    await stripe.customers.del(customerId);
    await syncCustomer(customerId);
    expect(await rows(person.id)).toMatchObject([{ id, status: "canceled", isPrimary: true }]);
    expect(await standingOf(person.id)).toMatchObject({ plan: "free", state: "ended" });
    expect(await db.invoice.count({ where: { userId: person.id } })).toBe(1);
    expect(await db.payment.count({ where: { userId: person.id } })).toBe(1);
    expect(await db.paymentMethod.count({ where: { userId: person.id } })).toBe(0);
  });

  test("a price that is none of ours grants nothing", async () => {
    const { person, customerId } = await aCustomer();
    const product = await stripe.products.create({ name: "Mug" });
    const price = await stripe.prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: 500,
      recurring: { interval: "week" },
    });
    await stripe.subscriptions.create({ customer: customerId, items: [{ price: price.id }] });
    await syncCustomer(customerId);
    expect(await rows(person.id)).toMatchObject([{ plan: null, lookupKey: null, interval: "week" }]);
    expect(await standingOf(person.id)).toMatchObject({ plan: "free", state: "unknown" });
  });

  test("a customer that is just being made, and not noted yet, is waited for", async () => {
    const person = await aPerson();
    const { id: customerId } = await stripe.customers.create({ metadata: { userId: person.id } });
    const [noted, mayCommit] = [aGate(), aGate()];
    const making = whileCheckingOut(person.id, async (tx) => {
      await tx.user.update({ where: { id: person.id }, data: { stripeCustomerId: customerId } });
      noted.open();
      await mayCommit.passed;
    });
    await noted.passed;
    const syncing = syncCustomer(customerId);
    await Promise.race([syncing, new Promise((resolve) => setTimeout(resolve, 300))]);
    mayCommit.open();
    await making;
    expect(await syncing).toBe(person.id);
  });

  test("a customer that says it is somebody's whom we know as nobody is nobody's", async () => {
    const person = await aPerson();
    const { id } = await stripe.customers.create({ metadata: { userId: person.id } });
    expect(await syncCustomer(id)).toBeUndefined();
  });

  test("a customer of nobody: nothing happens", async () => {
    expect(await syncCustomer("cus_nobody")).toBeUndefined();
  });

  test("more subscriptions than one page holds are all read", async () => {
    const { person, customerId } = await aCustomer();
    for (let n = 0; n < 101; n += 1) {
      const { id } = await subscribeAtStripe(customerId, { trial: true });
      if (n > 0) await stripe.subscriptions.cancel(id);
    }
    await syncCustomer(customerId);
    const all = await rows(person.id);
    expect(all).toHaveLength(101);
    expect(all.find(({ isPrimary }) => isPrimary)).toMatchObject({ status: "trialing" });
  });
});

describe("the news for usage", () => {
  const told = async (userId: string) => {
    const key = `usage.standing-changed:${userId}`;
    const [job] = await db.$queryRaw<
      { revision: number }[]
    >`SELECT revision FROM graphile_worker.jobs WHERE key = ${key}`;
    return job?.revision;
  };

  test("is told when the standing changes, and not when it does not", async () => {
    const { person, customerId } = await aCustomer();
    await syncCustomer(customerId);
    expect(await told(person.id)).toBeUndefined();
    const { id } = await subscribeAtStripe(customerId);
    await syncCustomer(customerId);
    expect(await told(person.id)).toBe(0);
    await syncCustomer(customerId);
    expect(await told(person.id)).toBe(0);
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await syncCustomer(customerId);
    expect(await told(person.id)).toBe(1);
  });
});
