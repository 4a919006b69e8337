import { describe, expect, test } from "vitest";
import type { Invoice } from "./store/wire";
import { DAY_S, StillWorld } from "./testing/still-world";
import { UNLESS_SET_UP, ALWAYS, kept, answer } from "./testing/asking-cards";

describe("invoices", () => {
  test("a subscription whose first payment asks for its owner is active once he proved himself", async () => {
    const world = new StillWorld();
    const { customer } = kept(world, UNLESS_SET_UP);
    const { id, status } = world.subscribe(customer, world.price(1900));
    expect(status).toBe("incomplete");
    expect(world.told("invoice.payment_action_required")).toHaveLength(1);
    const intent = world.all("payment_intents")[0];
    const { location } = await answer(world, intent?.id ?? "", "complete");
    const [invoice] = world.invoices(customer);
    expect(location).toBe(`/i/${invoice?.id ?? ""}`);
    expect(invoice).toMatchObject({ status: "paid", amount_paid: 1900 });
    expect(world.subscription(id).status).toBe("active");
    // The first payment set the card up: the renewal needs nobody.
    world.advance(32 * DAY_S);
    expect(world.subscription(id).status).toBe("active");
    expect(world.invoices(customer).map((known) => known.status)).toEqual(["paid", "paid"]);
  });

  test("a renewal with a card that always asks is past due until its owner proved himself", async () => {
    const world = new StillWorld();
    const { customer } = kept(world, ALWAYS);
    const { id } = world.subscribe(customer, world.price(1900));
    await answer(world, world.all("payment_intents")[0]?.id ?? "", "complete");
    world.advance(31 * DAY_S + 3600);
    expect(world.subscription(id).status).toBe("past_due");
    expect(world.told("invoice.payment_action_required")).toHaveLength(2);
    await answer(world, world.all("payment_intents")[1]?.id ?? "", "complete");
    expect(world.subscription(id).status).toBe("active");
    expect(world.invoices(customer)[0]).toMatchObject({ status: "paid", next_payment_attempt: null });
  });

  test("paying without its owner says what is needed, keeps the try, and the page leads to the bank", async () => {
    const world = new StillWorld();
    const { customer } = kept(world, ALWAYS);
    world.post("/v1/invoiceitems", { customer, amount: 500, currency: "usd" });
    const draft = { customer, pending_invoice_items_behavior: "include" };
    const { id } = world.post("/v1/invoices", draft) as Invoice;
    expect(world.refused("POST", `/v1/invoices/${id}/pay`)[1]).toBe("invoice_payment_intent_requires_action");
    const intent = world.all("payment_intents")[0]?.id ?? "";
    await answer(world, intent, "complete");
    expect(world.get(`/v1/invoices/${id}`)).toMatchObject({ status: "paid", attempt_count: 1 });
  });
});
