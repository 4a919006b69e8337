import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { pausePlan } from "@/lib/billing/changes/pause";
import { planChanges } from "@/lib/billing/changes/plan-changes";
import { aSubscriberInTime } from "@/lib/billing/changes/testing/subscriber";
import { PAID_PLAN_IDS } from "@/lib/billing/plans";
import { ensurePrices } from "@/lib/billing/provision";
import { standingOf } from "@/lib/billing/standing";
import { syncCustomer } from "@/lib/billing/sync";
import { HOUR_MS, SECOND_MS } from "@/lib/platform/clock";

beforeAll(ensurePrices);

const DAY_S = 86_400;
const FIRST_S = Date.UTC(2026, 0, 1, 9) / 1_000;

test("a paused month is never charged, whenever it was asked for, and the months around it are", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PAID_PLAN_IDS),
      fc.nat({ max: 60 }),
      fc.integer({ min: 1, max: 3 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      // oxlint-disable-next-line max-params -- one for each thing that may vary
      async (plan, startDay, months, part) => {
        const startS = FIRST_S + startDay * DAY_S;
        const { person, customerId, now, moveTo } = await aSubscriberInTime(startS, { plan });
        await moveTo(startS + Math.floor(part * 27 * DAY_S));
        await pausePlan(person, { months }, now);
        const { from, until } = (await planChanges(person, now))!.paused!;
        for (let atS = from.getTime() / SECOND_MS; atS < until.getTime() / SECOND_MS; atS += 14 * DAY_S) {
          await moveTo(Math.floor(atS) + 3 * 3_600);
          await syncCustomer(customerId, now);
          expect((await standingOf(person.id, now)).plan).toBe("free");
        }
        await moveTo(until.getTime() / SECOND_MS + 2 * 3_600);
        await syncCustomer(customerId, now);
        expect((await standingOf(person.id, now)).plan).toBe(plan);

        const { data } = await stripe.invoices.list({ customer: customerId, limit: 100 });
        const times = (status: string) => data.filter((each) => each.status === status).map(({ created }) => created);
        expect(times("paid")).toEqual([until.getTime() / SECOND_MS, startS]);
        expect(times("void")).toHaveLength(months);
        expect(data).toHaveLength(months + 2);
        expect(until.getTime()).toBeGreaterThan(from.getTime() + HOUR_MS);
      },
    ),
    { numRuns: 4 },
  );
}, 120_000);
