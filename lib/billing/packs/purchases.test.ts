import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { billingJobs } from "@/lib/billing/jobs";
import { buyCredits } from "@/lib/billing/packs/buy";
import { aPress, aShopper, intentsOf, type Shopper } from "@/lib/billing/packs/testing/shopper";
import { syncCustomer } from "@/lib/billing/sync";
import { deliver, drain, eventsOf } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { DAY_MS } from "@/lib/platform/clock";
import { recordPrices } from "@/lib/usage/catalogue";
import { usageJobs } from "@/lib/usage/jobs";

beforeAll(() => recordPrices());

const HANDLERS = { ...billingJobs, ...usageJobs };

/** Somebody who has just paid, and what Stripe calls the payment. Nobody here has heard of it. */
async function paid(card?: string): Promise<Shopper & { intent: string }> {
  const shopper = await aShopper(card);
  const { id } = await stripe.paymentIntents.create({
    customer: shopper.customer,
    amount: 500,
    currency: "usd",
    payment_method: (await stripe.customers.retrieve(shopper.customer).then(cardOf)) ?? "",
    confirm: true,
    return_url: "http://localhost/back",
    metadata: { kind: "credits", creditMicros: "3000000", termDays: "365", pack: "small" },
  });
  return { ...shopper, intent: id };
}

function cardOf(customer: Awaited<ReturnType<typeof stripe.customers.retrieve>>): string | undefined {
  if (customer.deleted) return undefined;
  const method = customer.invoice_settings.default_payment_method;
  return typeof method === "string" ? method : method?.id;
}

/** A dispute names the payment and nobody, so it is looked for by that. */
async function hear(
  { customer, intent }: Pick<Shopper, "customer"> & { intent?: string },
  shuffle = (events: Told[]) => events,
): Promise<void> {
  const told = [...(await eventsOf(customer)), ...(intent === undefined ? [] : await eventsOf(intent))];
  for (const event of shuffle(told)) await deliver(event);
  await drain(HANDLERS);
  await drain(HANDLERS);
}
type Told = Awaited<ReturnType<typeof eventsOf>>[number];

async function creditOf({ person }: Pick<Shopper, "person">) {
  const purchases = await db.creditPurchase.findMany({ where: { userId: person.id } });
  const accounts = await db.ledgerAccount.findMany({ where: { userId: person.id, kind: "credit" } });
  return {
    returned: purchases.map(({ returnedMinor }) => returnedMinor),
    micros: accounts.map(({ balanceMicros }) => balanceMicros),
  };
}

describe("what the webhook tells", () => {
  test("becomes a purchase and its credit, once, in whatever order and however often it is told", async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
        const shopper = await paid();
        const random = () => Number(numbers.next().value);
        const shuffled = (events: Told[]) => [...events, ...events].toSorted(() => (random() % 2 === 0 ? -1 : 1));
        await hear(shopper, shuffled);
        expect(await creditOf(shopper)).toEqual({ returned: [0], micros: [3_000_000n] });
        const [purchase] = await db.creditPurchase.findMany({ where: { id: shopper.intent } });
        expect(purchase).toMatchObject({ userId: shopper.person.id, pack: "small", currency: "usd", amountMinor: 500 });
        expect(Number(purchase?.expiresAt) - Number(purchase?.boughtAt)).toBe(365 * DAY_MS);
      }),
      { numRuns: 3 },
    );
  });

  test("of a payment that is not for credits is none", async () => {
    const { person, customer } = await aShopper();
    await stripe.paymentIntents.create({
      customer,
      amount: 500,
      currency: "usd",
      payment_method: "pm_card_visa",
      confirm: true,
      return_url: "http://localhost/back",
    });
    await hear({ customer });
    expect(await creditOf({ person })).toEqual({ returned: [], micros: [] });
  });

  test("of one that waits, or was refused, is none", async () => {
    const { person, customer } = await aShopper();
    await stripe.paymentIntents.create({
      customer,
      amount: 500,
      currency: "usd",
      metadata: { kind: "credits", creditMicros: "3000000", termDays: "365" },
    });
    await hear({ customer });
    expect(await creditOf({ person })).toEqual({ returned: [], micros: [] });
  });
});

describe("money that goes back", () => {
  test("takes its share of the credit, refund by refund", async () => {
    const shopper = await paid();
    await stripe.refunds.create({ payment_intent: shopper.intent, amount: 200 });
    await hear(shopper);
    expect(await creditOf(shopper)).toEqual({ returned: [200], micros: [1_800_000n] });
    await stripe.refunds.create({ payment_intent: shopper.intent });
    await hear(shopper);
    expect(await creditOf(shopper)).toEqual({ returned: [500], micros: [0n] });
  });

  test("and comes back because the refund failed is credited again", async () => {
    const shopper = await paid("pm_card_refundFail");
    await stripe.refunds.create({ payment_intent: shopper.intent });
    await syncCustomer(shopper.customer);
    await hear(shopper);
    const charge = (await intentsOf(shopper.customer))[0]?.latest_charge;
    const refunded = typeof charge === "object" ? charge?.amount_refunded : undefined;
    expect((await creditOf(shopper)).returned).toEqual([refunded]);
  });

  test("in a dispute is taken back while it is decided, and for good when it is lost", async () => {
    const shopper = await paid("pm_card_createDispute");
    await hear(shopper);
    expect(await creditOf(shopper)).toEqual({ returned: [500], micros: [] });
    const [dispute] = (await stripe.disputes.list({ payment_intent: shopper.intent })).data;
    await stripe.disputes.close(dispute?.id ?? "");
    await hear(shopper);
    expect(await creditOf(shopper)).toEqual({ returned: [500], micros: [] });
  });

  test("in a dispute that is won is credited again", async () => {
    const shopper = await paid("pm_card_createDispute");
    await hear(shopper);
    const [dispute] = (await stripe.disputes.list({ payment_intent: shopper.intent })).data;
    const evidence = { uncategorized_text: "winning_evidence" };
    await stripe.disputes.update(dispute?.id ?? "", { evidence });
    await hear(shopper);
    expect(await creditOf(shopper)).toEqual({ returned: [0], micros: [3_000_000n] });
  });

  test("is not gone because a bank only asks", async () => {
    const shopper = await paid("pm_card_createDisputeInquiry");
    await hear(shopper);
    expect(await creditOf(shopper)).toEqual({ returned: [0], micros: [3_000_000n] });
  });
});

test("told all of it again, nothing changes", async () => {
  const shopper = await paid();
  await buyCredits(shopper.person, aPress());
  await stripe.refunds.create({ payment_intent: shopper.intent, amount: 100 });
  await hear(shopper);
  const before = await creditOf(shopper);
  const transfers = await db.ledgerTransfer.count({ where: { userId: shopper.person.id } });
  await hear(shopper, (events) => events.toReversed());
  await syncCustomer(shopper.customer);
  await drain(HANDLERS);
  expect(await creditOf(shopper)).toEqual(before);
  expect(await db.ledgerTransfer.count({ where: { userId: shopper.person.id } })).toBe(transfers);
});

test("a customer that is deleted at Stripe keeps what was paid for", async () => {
  const shopper = await paid();
  await hear(shopper);
  await stripe.customers.del(shopper.customer);
  await syncCustomer(shopper.customer);
  await drain(HANDLERS);
  expect(await creditOf(shopper)).toEqual({ returned: [0], micros: [3_000_000n] });
});
