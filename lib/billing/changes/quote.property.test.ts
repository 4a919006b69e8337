import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { acceptQuote } from "@/lib/billing/changes/accept";
import { momentOf } from "@/lib/billing/changes/moment";
import { quoteChange } from "@/lib/billing/changes/quote";
import { aSubscriberInTime, paidInvoices } from "@/lib/billing/changes/testing/subscriber";
import { CURRENCIES, INTERVALS, PAID_PLAN_IDS } from "@/lib/billing/plans";
import { ensurePrices } from "@/lib/billing/provision";

beforeAll(ensurePrices);

const START_S = Date.UTC(2026, 0, 31, 9) / 1_000;
const DAYS_S = { month: 27 * 86_400, year: 360 * 86_400 };
const plans = fc.record({ plan: fc.constantFrom(...PAID_PLAN_IDS), interval: fc.constantFrom(...INTERVALS) });
const upgrades = fc
  .tuple(plans, plans)
  .filter(([from, to]) => momentOf({ ...from, seats: 1, isTrial: false }, to) === "now");

test("what is charged is what was quoted, to the cent, whatever plan, whenever, with whatever credit and discount", async () => {
  await fc.assert(
    fc.asyncProperty(
      upgrades,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0, 590, 590, 590),
      fc.constantFrom(0, 0, -700, -200_000),
      fc.constantFrom(0, 0, 25),
      fc.constantFrom(...CURRENCIES),
      // oxlint-disable-next-line max-params -- one for each thing that may vary
      async ([from, to], part, delayS, balance, percent_off, currency) => {
        const { person, customerId, id, now, moveTo } = await aSubscriberInTime(START_S, { ...from, currency });
        if (balance !== 0) await stripe.customers.update(customerId, { balance });
        if (percent_off > 0) {
          const { id: coupon } = await stripe.coupons.create({ percent_off, duration: "forever" });
          await stripe.subscriptions.update(id, { discounts: [{ coupon }] });
        }
        await moveTo(START_S + Math.floor(part * DAYS_S[from.interval]));
        const before = (await stripe.customers.retrieve(customerId)) as { balance: number };
        const quote = await quoteChange(person, to, now);
        const { plan, interval, quotedAtS, dueMinor, creditMinor } = quote;
        await moveTo(quotedAtS + delayS);
        const outcome = await acceptQuote(person, { plan, interval, quotedAtS, dueMinor, creditMinor }, now);
        expect(outcome).toEqual({ kind: "done" });

        const [charged] = await paidInvoices(customerId);
        const after = (await stripe.customers.retrieve(customerId)) as { balance: number };
        const total = quote.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
        expect(charged).toMatchObject({
          billing_reason: "subscription_update",
          amount_paid: dueMinor,
          total,
          currency,
        });
        expect(before.balance - after.balance).toBe(creditMinor - quote.usedCreditMinor);
        expect(charged!.lines.data.map(({ description }) => description)).toEqual(quote.lines.map(({ text }) => text));
      },
    ),
    { numRuns: 10 },
  );
}, 120_000);
