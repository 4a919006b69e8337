import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { lookupKeyOf } from "@/lib/billing/plans";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";

/* An installation that had payments before it wrote letters. */

beforeAll(ensurePrices);

const PAID_AT = new Date("2027-05-01T12:00:00.000Z");
const seconds = (moment: Date) => Math.floor(moment.getTime() / 1_000);

/** Somebody who paid for two months, of which one was given back in part, and whom nobody has looked at. */
async function aPayer() {
  const person = await aPerson();
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: seconds(PAID_AT) });
  const customer = await stripe.customers.create({
    test_clock: clock.id,
    payment_method: "pm_card_visa",
    invoice_settings: { default_payment_method: "pm_card_visa" },
  });
  await db.user.update({ where: { id: person.id }, data: { stripeCustomerId: customer.id } });
  const [price] = (await stripe.prices.list({ lookup_keys: [lookupKeyOf("pro", "month")] })).data;
  await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price!.id }] });
  const [paid] = (await stripe.paymentIntents.list({ customer: customer.id })).data;
  await stripe.refunds.create({ payment_intent: paid!.id, amount: 500 });
  const later = plusMs(PAID_AT, 40 * DAY_MS);
  await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: seconds(later) });

  return async function toldSince(start: Date): Promise<string[]> {
    await db.milestone.update({ where: { name: "billing-letters" }, data: { at: start } });
    await syncCustomer(customer.id, () => later);
    const rows = await db.notification.findMany({ where: { userId: person.id }, orderBy: { template: "asc" } });
    return rows.map(({ template }) => template);
  };
}

test("what happened before letters were written is not told afterwards, and what happens then is", async () => {
  const toldSince = await aPayer();
  expect(await toldSince(plusMs(PAID_AT, 39 * DAY_MS))).toEqual([]);
  expect(await toldSince(plusMs(PAID_AT, 10 * DAY_MS))).toEqual(["receipt"]);
  expect(await toldSince(PAID_AT)).toEqual(["receipt", "receipt", "refunded"]);
});

test("an installation writes letters since it learned to", async () => {
  const { at } = await db.milestone.findUniqueOrThrow({ where: { name: "billing-letters" } });
  expect(at.getTime()).toBeLessThanOrEqual(PAID_AT.getTime());
});
