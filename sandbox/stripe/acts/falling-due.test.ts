import { describe, expect, test } from "vitest";
import type { CheckoutSession, Invoice, Subscription } from "../store/wire";
import { DAY_S, type Fields, START_S, StillWorld } from "../testing/still-world";
import { nextDue } from "./falling-due";

const MONTH_END = START_S + 31 * DAY_S;

function aSubscription(more: Fields = {}) {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  return { world, customer, subscription: world.subscribe(customer, world.price(1900), more) };
}

describe("when a subscription is due next", () => {
  test.each<[Partial<Subscription>, number | undefined]>([
    [{}, MONTH_END],
    [{ status: "past_due" }, MONTH_END],
    [{ status: "unpaid" }, MONTH_END],
    [{ status: "incomplete" }, START_S + 23 * 3_600],
    [{ status: "incomplete_expired" }, undefined],
    [{ status: "canceled" }, undefined],
    [{ status: "paused" }, undefined],
    [{ cancel_at: START_S + 5 }, START_S + 5],
    [{ cancel_at: MONTH_END + 5 }, MONTH_END],
    [{ status: "canceled", cancel_at: START_S + 5 }, undefined],
    [{ pause_collection: { behavior: "void", resumes_at: START_S + 9 } }, START_S + 9],
    [{ pause_collection: { behavior: "void", resumes_at: null } }, MONTH_END],
  ])("%o: %s", (patch, at) => {
    const { world, subscription } = aSubscription();
    expect(nextDue(world.world, "subscriptions", { ...subscription, ...patch })?.at).toBe(at);
  });

  test.each([
    [30, 27],
    [3, 0],
    [2, 0],
  ])("on a trial of %i days: told on day %i, then over", (days, notice) => {
    const { world, subscription } = aSubscription({ trial_period_days: days });
    expect(nextDue(world.world, "subscriptions", subscription)?.at).toBe(START_S + notice * DAY_S);
    world.world.put("settings", { id: `trial_notice/${subscription.id}`, value: 1 });
    expect(nextDue(world.world, "subscriptions", subscription)?.at).toBe(START_S + days * DAY_S);
  });

  test("at one second an end comes before a renewal", () => {
    const { world, subscription } = aSubscription();
    const both = { ...subscription, cancel_at: MONTH_END };
    world.world.put("subscriptions", both);
    world.advance(31 * DAY_S);
    expect(world.all("subscriptions")[0]?.status).toBe("canceled");
    expect(world.all("invoices")).toHaveLength(1);
  });
});

test.each<[Partial<Invoice>, number | undefined]>([
  [{ status: "draft", automatically_finalizes_at: 7 }, 7],
  [{ status: "draft", automatically_finalizes_at: null }, undefined],
  [{ status: "open", next_payment_attempt: 9 }, 9],
  [{ status: "open", next_payment_attempt: null }, undefined],
  [{ status: "paid", next_payment_attempt: 9 }, undefined],
  [{ status: "void", automatically_finalizes_at: 7 }, undefined],
  [{ status: "uncollectible", next_payment_attempt: 9 }, undefined],
])("an invoice %o is due at %s", (patch, at) => {
  const { world } = aSubscription();
  const [invoice] = world.all("invoices");
  expect(nextDue(world.world, "invoices", { ...invoice, ...patch })?.at).toBe(at);
});

test.each<[CheckoutSession["status"], boolean]>([
  ["open", true],
  ["complete", false],
  ["expired", false],
])("a session that is %s expires: %s", (status, expires) => {
  const session = { id: "cs_1", status, expires_at: 5 };
  expect(nextDue(new StillWorld().world, "checkout_sessions", session) !== undefined).toBe(expires);
});

test("time alone changes nothing else", () => {
  const { world } = aSubscription();
  for (const name of ["customers", "charges", "events", "prices"] as const)
    for (const thing of world.all(name)) expect(nextDue(world.world, name, thing)).toBeUndefined();
});

describe("moving time", () => {
  /** Everything that happened, by what and when. */
  const history = (world: StillWorld) => world.all("events").map((event) => [event.type, event.created]);

  test("in one leap or day by day, the same things happen at the same seconds", () => {
    const [leap, steps] = [aSubscription({ trial_period_days: 10 }), aSubscription({ trial_period_days: 10 })];
    leap.world.advance(100 * DAY_S);
    for (let day = 0; day < 100; day++) steps.world.advance(DAY_S);
    expect(history(steps.world)).toEqual(history(leap.world));
    expect(steps.world.all("subscriptions")).toEqual(leap.world.all("subscriptions"));
    expect(steps.world.all("invoices")).toEqual(leap.world.all("invoices"));
  });

  test("two subscriptions renew each at its own second, in the order of time", () => {
    const { world, customer } = aSubscription();
    world.advance(DAY_S + 17);
    world.subscribe(customer, world.price(500));
    world.advance(70 * DAY_S);
    const created = world.all("events").map((event) => event.created);
    expect(created).toEqual(created.toSorted((a, b) => a - b));
    const totals = world
      .invoices(customer)
      .toReversed()
      .map((invoice) => invoice.total);
    expect(totals).toEqual([1900, 500, 1900, 500, 1900, 500]);
  });

  test("a year of months is twelve renewals on the anchor's day, none of them twice", () => {
    const { world, customer } = aSubscription();
    world.advance(365 * DAY_S + 1);
    const starts = world
      .invoices(customer)
      .toReversed()
      .map((invoice) => new Date(invoice.lines.data[0]!.period.start * 1000));
    expect(starts.map((date) => `${date.getUTCMonth() + 1}/${date.getUTCDate()}`)).toEqual([
      "3/1",
      "4/1",
      "5/1",
      "6/1",
      "7/1",
      "8/1",
      "9/1",
      "10/1",
      "11/1",
      "12/1",
      "1/1",
      "2/1",
    ]);
  });

  test("from the 31st it renews on each month's last day and comes back to the 31st", () => {
    const world = new StillWorld();
    world.advance(30 * DAY_S);
    const customer = world.payer("pm_card_visa");
    world.subscribe(customer, world.price(1900));
    world.advance(100 * DAY_S);
    const days = world
      .invoices(customer)
      .toReversed()
      .map((invoice) => new Date(invoice.lines.data[0]!.period.start * 1000).getUTCDate());
    expect(days).toEqual([31, 30, 31, 30]);
  });

  test("each period begins where the one before ended, and nobody pays a second twice", () => {
    const { world, customer } = aSubscription({ trial_period_days: 5 });
    world.advance(200 * DAY_S);
    const periods = world
      .invoices(customer)
      .toReversed()
      .map((invoice) => invoice.lines.data[0]!.period);
    for (const [i, period] of periods.entries()) {
      expect(period.end).toBeGreaterThan(period.start);
      expect(period.start).toBe(i === 0 ? START_S : periods[i - 1]!.end);
    }
  });

  test("a draft can be changed for an hour, and then is what it was made", () => {
    const { world, customer } = aSubscription();
    world.advance(31 * DAY_S);
    const [draft] = world.invoices(customer);
    expect(draft).toMatchObject({ status: "draft", automatically_finalizes_at: MONTH_END + 3_600 });
    world.post("/v1/invoiceitems", { customer, amount: 50, currency: "usd", invoice: draft?.id });
    world.advance(3_599);
    expect(world.invoices(customer)[0]?.status).toBe("draft");
    world.advance(1);
    expect(world.invoices(customer)[0]).toMatchObject({ status: "paid", amount_paid: 1950 });
  });

  test.each([
    ["keep_as_draft", "draft"],
    ["void", "void"],
    ["mark_uncollectible", "uncollectible"],
  ])("with collecting paused as %s a renewal ends up %s and nobody is charged", (behavior, status) => {
    const { world, customer, subscription } = aSubscription();
    world.post(`/v1/subscriptions/${subscription.id}`, { pause_collection: { behavior } });
    world.advance(40 * DAY_S);
    expect(world.invoices(customer)[0]?.status).toBe(status);
    expect(world.all("charges")).toHaveLength(1);
    expect(world.subscription(subscription.id).status).toBe("active");
  });
});
