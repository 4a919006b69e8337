import { expect, test } from "vitest";
import { makeCatalog, makePayer, openWorld, refusalOf } from "./testing/test-world";

const DAY = 86_400;

test("cancel at period end is a wish that can be taken back, and then comes true", async () => {
  const { stripe, advance, eventTypes } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const { id, items } = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  const asked = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  expect(asked).toMatchObject({
    status: "active",
    cancel_at_period_end: true,
    cancel_at: items.data[0]!.current_period_end,
  });
  expect(asked.cancellation_details?.reason).toBe("cancellation_requested");
  const kept = await stripe.subscriptions.update(id, { cancel_at_period_end: false });
  expect(kept).toMatchObject({ cancel_at: null, cancel_at_period_end: false, cancellation_details: { reason: null } });
  await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  await advance(32 * DAY);
  const ended = await stripe.subscriptions.retrieve(id);
  expect(ended).toMatchObject({ status: "canceled", ended_at: items.data[0]!.current_period_end });
  expect((await eventTypes()).at(-1)).toBe("customer.subscription.deleted");
  expect((await stripe.invoices.list({ customer })).data).toHaveLength(1);
});

test("cancelling now is final: a second time it is not there, and it can not be changed", async () => {
  const { stripe } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  const ended = await stripe.subscriptions.cancel(id, { cancellation_details: { feedback: "unused", comment: "bye" } });
  expect(ended).toMatchObject({
    status: "canceled",
    cancel_at: null,
    cancellation_details: { reason: "cancellation_requested", feedback: "unused", comment: "bye" },
  });
  expect(ended.ended_at).not.toBeNull();
  expect(await refusalOf(stripe.subscriptions.cancel(id))).toMatchObject({ statusCode: 404, code: "resource_missing" });
  expect(await refusalOf(stripe.subscriptions.update(id, { cancel_at_period_end: true }))).toMatchObject({
    statusCode: 400,
  });
  expect((await stripe.subscriptions.list({ customer })).data).toEqual([]);
});

test("deleting a customer ends what he has", async () => {
  const { stripe } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await makePayer(stripe);
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: monthly.id }] });
  await stripe.customers.del(customer);
  expect((await stripe.subscriptions.retrieve(id)).status).toBe("canceled");
  expect(await stripe.customers.retrieve(customer)).toMatchObject({ id: customer, deleted: true });
});
