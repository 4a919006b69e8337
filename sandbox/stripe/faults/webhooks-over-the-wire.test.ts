import type Stripe from "stripe";
import { expect, test } from "vitest";
import { makeCatalog, openListener, openWorld, postForm, until } from "../testing/test-world";
import { judge } from "../testing/judged";

/** A world with a real listener that hears of customers, with this order armed. */
async function hearing(order: { [field: string]: string }, statuses: number[] = []) {
  const world = await openWorld();
  const listener = await openListener(statuses);
  const { secret = "" } = await world.stripe.webhookEndpoints.create({
    url: listener.url,
    enabled_events: ["customer.created"],
  });
  const armed = await postForm(`${world.url}/_sandbox/faults`, order);
  expect(armed.status).toBe(201);
  const happen = async (count: number) => {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) ids.push((await world.stripe.customers.create()).id);
    return ids;
  };
  /** Whom the endpoint heard of, in its order; each signed and valid. */
  const heard = () =>
    listener.heard.map(({ body, headers }) => {
      const event = world.stripe.webhooks.constructEvent(body, String(headers["stripe-signature"]), secret);
      expect(judge.faultsOf(JSON.parse(body))).toEqual([]);
      return (event.data.object as Stripe.Customer).id;
    });
  const unheard = async () => {
    const { data } = await world.stripe.events.list({ type: "customer.created", delivery_success: false });
    return data.map((event) => (event.data.object as Stripe.Customer).id).toReversed();
  };
  const allHeard = async () => (await unheard()).length === 0;
  return { ...world, happen, heard, unheard, allHeard };
}

test("a duplicate arrives twice more with the same event, and counts once", async () => {
  const { stripe, happen, heard, allHeard } = await hearing({ kind: "webhook_duplicate", times: "2" });
  const [first = "", second = ""] = await happen(2);
  await until(() => heard().length === 4);
  expect(heard().filter((id) => id === first)).toHaveLength(3);
  expect(heard().filter((id) => id === second)).toHaveLength(1);
  await until(allHeard);
  const events = await stripe.events.list({ type: "customer.created" });
  expect(events.data.map((event) => event.pending_webhooks)).toEqual([0, 0]);
});

test("a dropped one never arrives, whatever time passes, and is found in the list", async () => {
  const { stripe, happen, heard, unheard, advance } = await hearing({ kind: "webhook_drop" });
  const [dropped = "", next = ""] = await happen(2);
  await until(() => heard().length === 1);
  await advance(4 * 86_400);
  expect([heard(), await unheard()]).toEqual([[next], [dropped]]);
  const [event] = (await stripe.events.list({ type: "customer.created", delivery_success: false })).data;
  expect(event?.pending_webhooks).toBe(1);
});

test("a batch arrives the other way round, one after the other", async () => {
  const { happen, heard, allHeard } = await hearing({ kind: "webhook_reorder", size: "3" });
  const ids = await happen(3);
  await until(() => heard().length === 3);
  expect(heard()).toEqual(ids.toReversed());
  await until(allHeard);
});

test("a batch that stays short arrives when its order is taken off", async () => {
  const { url, happen, heard, unheard } = await hearing({ kind: "webhook_reorder", size: "3" });
  const ids = await happen(2);
  expect([heard(), await unheard()]).toEqual([[], ids]);
  await fetch(`${url}/_sandbox/faults`, { method: "DELETE" });
  await until(() => heard().length === 2);
  expect(heard()).toEqual(ids);
});

test("a delay in world time is over once the clock is moved", async () => {
  const { happen, heard, advance, allHeard } = await hearing({ kind: "webhook_delay", seconds: "3600" });
  const [late = "", next = ""] = await happen(2);
  await until(() => heard().length === 1);
  await advance(3600);
  await until(() => heard().length === 2);
  expect(heard()).toEqual([next, late]);
  await until(allHeard);
});

test("a delay in real time lasts so long, whatever the world's clock says", async () => {
  const { happen, heard, advance, allHeard } = await hearing({ kind: "webhook_delay", ms: "400", seconds: "0" });
  const [late = "", next = ""] = await happen(2);
  await advance(86_400);
  await until(() => heard().length === 2);
  expect(heard()).toEqual([next, late]);
  await until(allHeard);
});

test("one that seems to fail is heard, taken as failed, and heard again", async () => {
  const { url, happen, heard, unheard, advance, allHeard } = await hearing({ kind: "webhook_fail", heard: "true" });
  const [id = ""] = await happen(1);
  await until(() => heard().length === 1);
  expect(await unheard()).toEqual([id]);
  await advance(2);
  await until(allHeard);
  expect(heard()).toEqual([id, id]);
  const { deliveries } = (await (await fetch(`${url}/_sandbox/deliveries`)).json()) as {
    deliveries: { attempts: { status: number }[] }[];
  };
  expect(deliveries[0]?.attempts.map(({ status }) => status)).toEqual([500, 200]);
});

test("orders for deliveries hold after a restart, and so does a row", async () => {
  const { dataDir, happen, heard, sandbox } = await hearing({ kind: "webhook_reorder", size: "2", count: "1" });
  const [first = ""] = await happen(1);
  await sandbox.close();
  const after = await openWorld({ dataDir });
  const { id: second } = await after.stripe.customers.create();
  await until(() => heard().length === 2);
  expect(heard()).toEqual([second, first]);
});

test("paid on the hosted page with the card that drops, nothing is heard of the payment, and all of it is found", async () => {
  const { stripe } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const listener = await openListener();
  await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["*"] });
  const { id: customer } = await stripe.customers.create();
  await until(() => listener.heard.length === 1);
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    customer,
    line_items: [{ price: monthly.id, quantity: 1 }],
    success_url: "http://127.0.0.1:9/done",
  });
  const card = { number: "4000 0099 9000 0005", expiry: "12 / 40", cvc: "123", name: "Ada" };
  expect((await postForm(session.url ?? "", card)).status).toBe(303);
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("complete");
  const { data } = await stripe.events.list({ delivery_success: false, limit: 100 });
  expect(data.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["checkout.session.completed", "invoice.paid", "customer.subscription.created"]),
  );
  expect(listener.heard).toHaveLength(1);
});
