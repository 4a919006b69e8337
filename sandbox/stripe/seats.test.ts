import fc from "fast-check";
import { expect, test } from "vitest";
import type { Invoice } from "./store/wire";
import { DAY_S, type Fields, StillWorld } from "./testing/still-world";

const MONTHLY = 4900;
const YEARLY = 49_000;

/** A team with five seats, paid by the month, whose card always pays. */
function aTeam() {
  const world = new StillWorld();
  const monthly = world.price(MONTHLY);
  const yearly = world.price(YEARLY, { recurring: { interval: "year" } });
  const customer = world.payer("pm_card_visa");
  const { id, items } = world.post("/v1/subscriptions", {
    customer,
    items: [{ price: monthly, quantity: 5 }],
  }) as { id: string; items: { data: { id: string }[] } };
  const item = items.data[0]?.id;
  const balance = () => (world.get(`/v1/customers/${customer}`) as { balance: number }).balance;
  const invoices = () => world.invoices(customer);

  /** Looks at what a change costs, makes it, and gives both invoices. */
  const change = (seats: number, price: string, behavior = "always_invoice") => {
    const details = {
      items: [{ id: item, price, quantity: seats }],
      proration_behavior: behavior,
      proration_date: world.nowS,
    };
    const before = invoices().length;
    const preview = world.post("/v1/invoices/create_preview", {
      subscription: id,
      subscription_details: details,
    }) as Invoice;
    world.post(`/v1/subscriptions/${id}`, details);
    const made = invoices().slice(0, invoices().length - before);
    return { preview, made: made[0], count: made.length };
  };
  const renewal = () => world.post("/v1/invoices/create_preview", { subscription: id }) as Invoice;
  return { world, id, customer, monthly, yearly, change, renewal, invoices, balance };
}

/** What must be the same of a preview and of what was then charged. */
function sums({ total, subtotal, amount_due, starting_balance, currency, lines }: Invoice): Fields {
  const shown = lines.data.map(({ amount, description, period, quantity }) => ({
    amount,
    description,
    period,
    quantity,
  }));
  return { total, subtotal, amount_due, starting_balance, currency, lines: shown };
}

test("five seats, then eight, then three, then by the year and back: each preview is the charge, to the cent", () => {
  const { world, monthly, yearly, change, renewal, invoices, balance } = aTeam();
  world.advance(10 * DAY_S);
  const more = change(8, monthly);
  expect(sums(more.preview)).toEqual(sums(more.made as Invoice));
  // 21 of 31 days are left of March.
  expect(more.made?.amount_paid).toBe(Math.round((8 * MONTHLY * 21) / 31) - Math.round((5 * MONTHLY * 21) / 31));

  world.advance(7 * DAY_S);
  const fewer = change(3, monthly);
  expect(sums(fewer.preview)).toEqual(sums(fewer.made as Invoice));
  const credit = Math.round((3 * MONTHLY * 14) / 31) - Math.round((8 * MONTHLY * 14) / 31);
  expect([fewer.made?.total, fewer.made?.amount_paid, balance()]).toEqual([credit, 0, credit]);

  const next = renewal();
  world.advance(14 * DAY_S + 3_600);
  expect(sums(next)).toEqual(sums(invoices()[0] as Invoice));
  expect(invoices()[0]?.amount_paid).toBe(Math.max(3 * MONTHLY + credit, 0));

  world.advance(5 * DAY_S);
  const toYears = change(3, yearly);
  expect(sums(toYears.preview)).toEqual(sums(toYears.made as Invoice));
  expect(toYears.made?.lines.data.at(-1)?.amount).toBe(3 * YEARLY);
  world.advance(100 * DAY_S);
  const back = change(3, monthly);
  expect(sums(back.preview)).toEqual(sums(back.made as Invoice));
  expect(balance()).toBeLessThan(0);
});

const step = fc.record({
  days: fc.integer({ min: 0, max: 45 }),
  seconds: fc.integer({ min: 0, max: DAY_S - 1 }),
  seats: fc.integer({ min: 1, max: 400 }),
  byYear: fc.boolean(),
  behavior: fc.constantFrom("always_invoice", "create_prorations", "none"),
});

test("whatever a team changes and when: its preview is the invoice, and no money is made or lost", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      const { world, id, monthly, yearly, change, renewal, invoices, balance } = aTeam();
      for (const { days, seconds, seats, byYear, behavior } of steps) {
        world.advance(days * DAY_S + seconds);
        const { preview, made, count } = change(seats, byYear ? yearly : monthly, behavior);
        expect(count).toBeLessThanOrEqual(1);
        expect(sums(made ?? preview)).toEqual(sums(preview));
      }
      // A draft takes its part of the balance an hour after it was made; until then no preview knows of that.
      while (invoices().some(({ status }) => status === "draft")) world.advance(3_600);
      const next = renewal();
      const { current_period_end: end } = world.subscription(id).items.data[0] ?? { current_period_end: 0 };
      world.advance(end - world.nowS);
      expect(sums(next)).toEqual(sums(invoices()[0] as Invoice));
      world.advance(3_600);

      expect(world.subscription(id).status).toBe("active");
      const all = invoices();
      for (const { status, amount_due, amount_paid } of all)
        expect([status, amount_paid]).toEqual(["paid", amount_due]);
      // What was paid is what all invoices come to, but for the credit that is left.
      const total = all.reduce((sum, each) => sum + each.total, 0);
      const paid = all.reduce((sum, each) => sum + each.amount_paid, 0);
      expect(paid + balance()).toBe(total);
    }),
    { numRuns: 40 },
  );
});
