import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { endUnpaid } from "@/lib/billing/dunning/ending";
import { fixPage } from "@/lib/billing/dunning/fix";
import { lookupKeyOf } from "@/lib/billing/plans";
import { ensurePrices } from "@/lib/billing/provision";
import { standingOf } from "@/lib/billing/standing";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { DAY_MS, HOUR_MS, plusMs } from "@/lib/platform/clock";

/* A card that fails, at a Stripe whose clock is moved, through all that comes of it. */

beforeAll(ensurePrices);

const START = new Date("2027-03-01T12:00:00.000Z");
const seconds = (moment: Date) => Math.floor(moment.getTime() / 1_000);

/** Somebody who pays for Pro, on a clock of their own. */
async function aPayer() {
  const person = await aPerson();
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: seconds(START) });
  const customer = await stripe.customers.create({
    test_clock: clock.id,
    payment_method: "pm_card_visa",
    invoice_settings: { default_payment_method: "pm_card_visa" },
  });
  await db.user.update({ where: { id: person.id }, data: { stripeCustomerId: customer.id } });
  const [price] = (await stripe.prices.list({ lookup_keys: [lookupKeyOf("pro", "month")] })).data;
  const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price!.id }] });

  /** Moves the person's clock, and looks. Returns what was told at that moment. */
  async function goTo(moment: Date): Promise<string[]> {
    if (moment > START) await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: seconds(moment) });
    await look(moment);
    const rows = await db.notification.findMany({
      where: { userId: person.id, createdAt: moment },
      orderBy: { id: "asc" },
    });
    return rows.map(({ template }) => template);
  }

  async function look(moment: Date): Promise<void> {
    await syncCustomer(customer.id, () => moment);
    await syncCustomer(customer.id, () => moment);
  }

  async function spoilTheCard(): Promise<void> {
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: bad.id } });
  }

  /** When the next renewal will have failed. */
  async function failsAt(): Promise<Date> {
    const { currentPeriodEnd } = await db.subscription.findUniqueOrThrow({ where: { id } });
    // Stripe leaves the invoice a draft for an hour.
    return plusMs(currentPeriodEnd!, HOUR_MS);
  }
  return { person, subscriptionId: id, customerId: customer.id, goTo, look, spoilTheCard, failsAt };
}

const stateOf = async (userId: string, at: Date) => (await standingOf(userId, () => at)).state;

test("who never pays is told step by step, keeps three days of grace, and is charged nothing after the end", async () => {
  const { person, subscriptionId, customerId, goTo, look, spoilTheCard, failsAt } = await aPayer();
  expect(await goTo(START)).toEqual(["receipt"]);
  await spoilTheCard();
  const failure = await failsAt();
  const day = (count: number) => plusMs(failure, count * DAY_MS + HOUR_MS);

  expect(await goTo(day(0))).toEqual(["payment-failed"]);
  expect(await stateOf(person.id, day(0))).toBe("grace");
  // The link leads to where this very invoice is paid.
  const [open] = (await stripe.invoices.list({ customer: customerId, status: "open" })).data;
  expect(await fixPage(person)).toBe(open?.hosted_invoice_url);
  expect(await goTo(day(1))).toEqual([]);
  expect(await goTo(day(2))).toEqual(["payment-reminder"]);
  expect(await goTo(day(3))).toEqual([]);
  expect(await stateOf(person.id, day(3))).toBe("overdue");
  expect(await goTo(day(6))).toEqual(["payment-last-notice"]);

  expect(await goTo(day(7))).toEqual([]);
  await endUnpaid(subscriptionId, () => day(7));
  await look(day(7));
  expect(await goTo(plusMs(day(7), HOUR_MS))).toEqual([]);
  const told = await db.notification.findMany({ where: { userId: person.id, template: "subscription-ended-unpaid" } });
  expect(told).toHaveLength(1);
  expect(await stateOf(person.id, day(7))).toBe("ended");
  expect((await stripe.subscriptions.retrieve(subscriptionId)).status).toBe("canceled");

  await goTo(day(30));
  const invoices = await stripe.invoices.list({ customer: customerId });
  expect(invoices.data.map(({ status }) => status)).toEqual(["void", "paid"]);
}, 30_000);

test("who pays after the grace has the plan back at once, is told so, and hears no more of it", async () => {
  const { person, customerId, goTo, spoilTheCard, failsAt } = await aPayer();
  await goTo(START);
  await spoilTheCard();
  const failure = await failsAt();
  const day = (count: number) => plusMs(failure, count * DAY_MS + HOUR_MS);
  await goTo(day(0));
  expect(await goTo(day(4))).toEqual(["payment-reminder"]);
  expect(await stateOf(person.id, day(4))).toBe("overdue");

  const good = await stripe.paymentMethods.attach("pm_card_mastercard", { customer: customerId });
  await stripe.customers.update(customerId, { invoice_settings: { default_payment_method: good.id } });
  const [open] = (await stripe.invoices.list({ customer: customerId, status: "open" })).data;
  await stripe.invoices.pay(open!.id);
  expect(await goTo(day(5))).toEqual(["payment-recovered"]);
  expect(await stateOf(person.id, day(5))).toBe("active");
  expect(await goTo(day(8))).toEqual([]);
}, 30_000);

test("money that goes back is told in the sync that sees it", async () => {
  const { customerId, goTo } = await aPayer();
  await goTo(START);
  const [paid] = (await stripe.paymentIntents.list({ customer: customerId })).data;
  await stripe.refunds.create({ payment_intent: paid!.id, amount: 500 });
  expect(await goTo(plusMs(START, HOUR_MS))).toEqual(["refunded"]);
});

test("another plan is told, with its own price", async () => {
  const { person, subscriptionId, goTo } = await aPayer();
  await goTo(START);
  const [price] = (await stripe.prices.list({ lookup_keys: [lookupKeyOf("enterprise", "month")] })).data;
  const { items } = await stripe.subscriptions.retrieve(subscriptionId);
  await stripe.subscriptions.update(subscriptionId, {
    items: [{ id: items.data[0]!.id, price: price!.id }],
    proration_behavior: "always_invoice",
  });
  expect(await goTo(plusMs(START, HOUR_MS))).toEqual(expect.arrayContaining(["plan-changed", "receipt"]));
  const row = await db.notification.findFirstOrThrow({ where: { userId: person.id, template: "plan-changed" } });
  expect(row.payload).toMatchObject({ to: { plan: "Enterprise" }, price: { amountMinor: 9_900, currency: "usd" } });
});
