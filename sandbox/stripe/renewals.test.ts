import { describe, expect, test } from "vitest";
import { DAY_S, START_S, type StillWorld } from "./testing/still-world";
import { GOOD, FAILS, ASKS, aWorld, replaceCard } from "./testing/subscriber";

describe("a renewal", () => {
  test.each<[string, string[]]>([
    [GOOD, ["active", "active", "active"]],
    [FAILS, ["past_due", "past_due", "canceled"]],
    [ASKS, ["past_due", "past_due", "canceled"]],
  ])("with %s it is %s after an hour, ten days and twenty", (card, statuses) => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    replaceCard(world, customer, card);
    world.advance(31 * DAY_S + 3_600);
    const seen = [world.subscription(id).status];
    for (let i = 0; i < 2; i++) {
      world.advance(10 * DAY_S);
      seen.push(world.subscription(id).status);
    }
    expect(seen).toEqual(statuses);
  });

  test("each failed try is told with its number and the next one's day; the last has none", () => {
    const { world, customer, start } = aWorld(GOOD);
    start();
    replaceCard(world, customer, FAILS);
    world.advance(60 * DAY_S);
    const failures = world.all("events").filter((event) => event.type === "invoice.payment_failed");
    const told = failures.map((event) => {
      const { attempt_count, next_payment_attempt: next } = event.data.object as {
        attempt_count: number;
        next_payment_attempt: number | null;
      };
      return [attempt_count, next === null ? null : (next - event.created) / DAY_S];
    });
    expect(told).toEqual([
      [1, 3],
      [2, 5],
      [3, 7],
      [4, null],
    ]);
  });

  test("a better card in time pays at the next try by itself", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    replaceCard(world, customer, FAILS);
    world.advance(32 * DAY_S);
    expect(world.subscription(id).status).toBe("past_due");
    replaceCard(world, customer, GOOD);
    world.advance(3 * DAY_S);
    expect(world.subscription(id).status).toBe("active");
    expect(world.invoices(customer)[0]).toMatchObject({ status: "paid", attempt_count: 1, next_payment_attempt: null });
  });

  test("paying an older invoice does not make up for the latest", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    replaceCard(world, customer, FAILS);
    world.advance(31 * DAY_S + 3_600);
    const [older] = world.invoices(customer);
    world.post(`/v1/subscriptions/${id}`, { billing_cycle_anchor: { type: "now" } });
    const [newer] = world.invoices(customer);
    world.post(`/v1/invoices/${older?.id}/pay`, { payment_method: GOOD });
    expect(world.subscription(id)).toMatchObject({ status: "past_due", latest_invoice: newer?.id });
    world.post(`/v1/invoices/${newer?.id}/pay`, { payment_method: GOOD });
    expect(world.subscription(id).status).toBe("active");
  });

  test("an invoice that is no renewal is not tried again by itself", () => {
    const { world, customer } = aWorld(FAILS);
    world.post("/v1/invoiceitems", { customer, amount: 500, currency: "usd" });
    const fields = { customer, pending_invoice_items_behavior: "include", auto_advance: true };
    const { id } = world.post("/v1/invoices", fields) as { id: string };
    expect(world.refused("POST", `/v1/invoices/${id}/pay`)[0]).toBe(402);
    world.advance(60 * DAY_S);
    expect(world.get(`/v1/invoices/${id}`)).toMatchObject({ attempt_count: 1, next_payment_attempt: null });
  });

  test("a month and a year side by side are refused, at the start and later, rather than billed wrongly", () => {
    const { world, customer, price, start } = aWorld(GOOD);
    const yearly = world.price(19_000, { recurring: { interval: "year" } });
    const refusal = [400, "sandbox_parameter_not_built", "items[1][price]"];
    const both = { customer, items: [{ price }, { price: yearly }] };
    expect(world.refused("POST", "/v1/subscriptions", both)).toEqual(refusal);
    const { id } = start();
    expect(world.refused("POST", `/v1/subscriptions/${id}`, { items: [{ price: yearly }] })).toEqual(refusal);
    expect(world.invoices(customer).map((invoice) => invoice.total)).toEqual([1900]);
  });

  test("one that was paused bills nothing, not even what fell due on the way", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    world.post(`/v1/subscriptions/${id}/pause`, { type: "subscription" });
    world.advance(100 * DAY_S);
    expect(world.subscription(id).status).toBe("paused");
    expect(world.invoices(customer)).toHaveLength(1);
  });

  test("collecting that was paused until a day goes on from that day", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    const resumes_at = START_S + 40 * DAY_S;
    world.post(`/v1/subscriptions/${id}`, { pause_collection: { behavior: "void", resumes_at } });
    world.advance(70 * DAY_S);
    expect(world.subscription(id)).toMatchObject({ status: "active", pause_collection: null });
    expect(world.invoices(customer).map((invoice) => invoice.status)).toEqual(["paid", "void", "paid"]);
  });
});

describe("an end", () => {
  test("cancel_at comes true on its second, and no renewal of that second is billed", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id, items } = start();
    const end = items.data[0]!.current_period_end;
    world.post(`/v1/subscriptions/${id}`, { cancel_at_period_end: true });
    world.advance(end - START_S - 1);
    expect(world.subscription(id).status).toBe("active");
    world.advance(1);
    expect(world.subscription(id)).toMatchObject({ status: "canceled", ended_at: end, cancel_at: null });
    world.advance(90 * DAY_S);
    expect(world.invoices(customer)).toHaveLength(1);
  });

  test("asked for twice, the first asking counts as the day", () => {
    const { world, start } = aWorld(GOOD);
    const { id } = start();
    for (let day = 0; day < 2; day++) {
      world.post(`/v1/subscriptions/${id}`, { cancel_at_period_end: true });
      world.advance(DAY_S);
    }
    expect(world.subscription(id).canceled_at).toBe(START_S);
  });

  test("asked for at the period's end it moves with the period", () => {
    const { world, start } = aWorld(GOOD);
    const { id, items } = start();
    world.post(`/v1/subscriptions/${id}`, { cancel_at_period_end: true });
    const yearly = world.price(19_000, { recurring: { interval: "year" } });
    world.advance(DAY_S);
    world.post(`/v1/subscriptions/${id}`, { items: [{ id: items.data[0]!.id, price: yearly }] });
    const changed = world.subscription(id);
    expect(changed.cancel_at).toBe(changed.items.data[0]!.current_period_end);
    world.advance(200 * DAY_S);
    expect(world.subscription(id).status).toBe("active");
  });

  test.each([
    ["min_period_end", false],
    ["max_period_end", false],
  ])("cancel_at %s is the item's end and not cancel_at_period_end", (cancel_at, atEnd) => {
    const { world, start } = aWorld(GOOD);
    const { id, items } = start();
    const asked = world.post(`/v1/subscriptions/${id}`, { cancel_at }) as { cancel_at: number };
    expect(asked).toMatchObject({ cancel_at: items.data[0]!.current_period_end, cancel_at_period_end: atEnd });
    const undone = world.post(`/v1/subscriptions/${id}`, { cancel_at: "" }) as object;
    expect(undone).toMatchObject({ cancel_at: null, canceled_at: null, cancellation_details: { reason: null } });
  });

  test.each<[string, (world: StillWorld, id: string, customer: string) => void, string]>([
    ["by hand", (world, id) => void world.do("DELETE", `/v1/subscriptions/${id}`), "cancellation_requested"],
    [
      "with its customer",
      (world, _id, customer) => void world.do("DELETE", `/v1/customers/${customer}`),
      "cancellation_requested",
    ],
  ])("%s it is for good: told once, with its reason, and nothing brings it back", (_name, end, reason) => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    world.advance(DAY_S);
    end(world, id, customer);
    const ended = world.subscription(id);
    expect(ended).toMatchObject({ status: "canceled", ended_at: START_S + DAY_S, cancellation_details: { reason } });
    expect(world.told("customer.subscription.deleted")).toHaveLength(1);
    for (const verb of ["pause", "resume"])
      expect(
        world.refused("POST", `/v1/subscriptions/${id}/${verb}`, verb === "pause" ? { type: "subscription" } : {})[0],
      ).toBe(400);
    const invoices = world.all("invoices").length;
    world.advance(100 * DAY_S);
    expect(world.all("invoices")).toHaveLength(invoices);
  });

  test("what it still owed is not asked for again", () => {
    const { world, customer, start } = aWorld(GOOD);
    const { id } = start();
    replaceCard(world, customer, FAILS);
    world.advance(32 * DAY_S);
    world.do("DELETE", `/v1/subscriptions/${id}`);
    const tries = world.all("charges").length;
    world.advance(30 * DAY_S);
    expect(world.all("charges")).toHaveLength(tries);
    expect(world.invoices(customer)[0]).toMatchObject({
      status: "open",
      auto_advance: false,
      next_payment_attempt: null,
    });
  });
});
