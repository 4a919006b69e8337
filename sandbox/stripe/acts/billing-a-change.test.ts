import { expect, test } from "vitest";
import { StillWorld } from "../testing/still-world";

type Told = { status: string; discounts: string[]; latest_invoice: string };

/** A subscriber with a coupon for one invoice changes to a yearly price, billed at once: a new period, which it is good for. */
function changed(behavior: string, card = "pm_card_visa") {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  const { id, items } = world.subscribe(customer, world.price(1000));
  const { id: coupon } = world.post("/v1/coupons", { percent_off: 50, duration: "once" }) as { id: string };
  world.post(`/v1/subscriptions/${id}`, { discounts: [{ coupon }] });
  const { id: method } = world.post(`/v1/payment_methods/${card}/attach`, { customer }) as { id: string };
  world.post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: method } });
  const [held, before] = [world.all("subscriptions")[0], world.all("events").length];
  world.post(`/v1/subscriptions/${id}`, {
    items: [{ id: items.data[0]?.id, price: world.price(4000, { recurring: { interval: "year" } }) }],
    proration_behavior: "none",
    payment_behavior: behavior,
  });
  const told = world.all("events").slice(before);
  return { held, told: told.filter(({ type }) => type === "customer.subscription.updated"), world };
}

test.each([
  ["allow_incomplete", "pm_card_visa", "active"],
  ["allow_incomplete", "pm_card_chargeCustomerFail", "past_due"],
  ["default_incomplete", "pm_card_visa", "past_due"],
  ["pending_if_incomplete", "pm_card_visa", "active"],
  ["pending_if_incomplete", "pm_card_chargeCustomerFail", "active"],
])("a change billed at once is told as one, with the discount it used up: %s, %s", (behavior, card, status) => {
  const { held, told, world } = changed(behavior, card);
  expect(told).toHaveLength(1);
  expect(told[0]?.data.object).toEqual(world.all("subscriptions")[0]);
  expect(told[0]?.data.object as Told).toMatchObject({ status, discounts: [] });
  expect(told[0]?.data.previous_attributes).toMatchObject({
    discounts: held?.discounts,
    latest_invoice: held?.latest_invoice,
    ...(status === "active" ? {} : { status: "active" }),
  });
});
