import { expect, test } from "vitest";
import type { Invoice } from "../store/wire";
import { DAY_S, StillWorld } from "../testing/still-world";

test("a customer that goes ends its subscriptions, frees its cards, and is asked for nothing any more", () => {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  const { id } = world.subscribe(customer, world.price(1900));
  world.post("/v1/invoiceitems", { customer, amount: 700, currency: "usd" });
  const draft = { customer, pending_invoice_items_behavior: "include", auto_advance: true };
  const invoice = world.post("/v1/invoices", draft) as Invoice;
  world.do("DELETE", `/v1/customers/${customer}`);
  expect(world.subscription(id).status).toBe("canceled");
  expect(world.all("payment_methods")[0]?.customer).toBeNull();
  expect(world.told().slice(-3)).toEqual(["payment_method.detached", "invoice.updated", "customer.deleted"]);
  const before = world.all("events").length;
  world.advance(60 * DAY_S);
  expect(world.get(`/v1/invoices/${invoice.id}`)).toMatchObject({ status: "draft", auto_advance: false });
  expect(world.all("events")).toHaveLength(before);
  expect(world.refused("DELETE", `/v1/customers/${customer}`)[0]).toBe(404);
});

test("what was planned for a customer that goes never begins", () => {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  const phases = [{ items: [{ price: world.price(1900) }], duration: { interval: "month" } }];
  world.post("/v1/subscription_schedules", { customer, start_date: world.nowS + 5 * DAY_S, phases });
  world.do("DELETE", `/v1/customers/${customer}`);
  world.advance(40 * DAY_S);
  expect(world.all("schedules")).toMatchObject([{ status: "canceled", subscription: null }]);
  expect(world.told("subscription_schedule")).toEqual([
    "subscription_schedule.created",
    "subscription_schedule.canceled",
  ]);
});
