import fc from "fast-check";
import type Stripe from "stripe";
import { expect, test } from "vitest";
import { makeCatalog, openWorld, type TestWorld } from "./testing/test-world";

/** What a history may do next. Each refers to what there is by number, so that any of them can follow any. */
type Act =
  | { do: "customer"; card: string | null }
  | { do: "subscribe"; customer: number; trial: number; yearly: boolean }
  | {
      do: "swap";
      subscription: number;
      yearly: boolean;
      quantity: number;
      billing: "create_prorations" | "always_invoice" | "none";
    }
  | { do: "cancel" | "cancel_at_end" | "resume"; subscription: number }
  | { do: "card"; customer: number; card: string }
  | { do: "item"; customer: number; amount: number }
  | { do: "pay" | "void"; invoice: number }
  | { do: "discount"; subscription: number; off: number; lasts: "once" | "forever" }
  | { do: "credit"; invoice: number; amount: number }
  | { do: "put_off" | "wait_for_payment"; subscription: number; yearly: boolean }
  | { do: "advance"; days: number };

const cards = fc.constantFrom("pm_card_visa", "pm_card_chargeCustomerFail", "pm_card_mastercard");
const nth = fc.nat(3);
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constant("customer" as const), card: fc.option(cards) }),
  fc.record({
    do: fc.constant("subscribe" as const),
    customer: nth,
    trial: fc.constantFrom(0, 0, 14),
    yearly: fc.boolean(),
  }),
  fc.record({
    do: fc.constant("swap" as const),
    subscription: nth,
    yearly: fc.boolean(),
    quantity: fc.integer({ min: 1, max: 3 }),
    billing: fc.constantFrom("create_prorations" as const, "always_invoice" as const, "none" as const),
  }),
  fc.record({ do: fc.constantFrom("cancel" as const, "cancel_at_end" as const, "resume" as const), subscription: nth }),
  fc.record({ do: fc.constant("card" as const), customer: nth, card: cards }),
  fc.record({ do: fc.constant("item" as const), customer: nth, amount: fc.integer({ min: -5_000, max: 5_000 }) }),
  fc.record({ do: fc.constantFrom("pay" as const, "void" as const), invoice: nth }),
  fc.record({
    do: fc.constant("discount" as const),
    subscription: nth,
    off: fc.integer({ min: 1, max: 100 }),
    lasts: fc.constantFrom("once" as const, "forever" as const),
  }),
  fc.record({ do: fc.constant("credit" as const), invoice: nth, amount: fc.integer({ min: 1, max: 2_000 }) }),
  fc.record({
    do: fc.constantFrom("put_off" as const, "wait_for_payment" as const),
    subscription: nth,
    yearly: fc.boolean(),
  }),
  fc.record({ do: fc.constant("advance" as const), days: fc.constantFrom(1, 8, 32) }),
);
const histories = fc.array(acts, { minLength: 8, maxLength: 25 });

type Known = { customers: string[]; subscriptions: string[]; monthly: string; yearly: string };

/** Does one thing. Stripe may refuse it; that is an answer too. Anything but a refusal fails the history. */
async function perform(world: TestWorld, known: Known, act: Act): Promise<void> {
  try {
    await attempt(world, known, act);
  } catch (error) {
    const { statusCode = 0 } = error as Stripe.errors.StripeError;
    if (statusCode < 400 || statusCode >= 500) throw error;
  }
}

// oxlint-disable-next-line complexity -- one line for each kind of act
async function attempt({ stripe, advance }: TestWorld, known: Known, act: Act): Promise<void> {
  const priceOf = (yearly: boolean) => (yearly ? known.yearly : known.monthly);
  const customer = "customer" in act ? (known.customers[act.customer] ?? "cus_none") : "";
  const subscription = "subscription" in act ? (known.subscriptions[act.subscription] ?? "sub_none") : "";
  switch (act.do) {
    case "customer": {
      const card = act.card ? { payment_method: act.card, invoice_settings: { default_payment_method: act.card } } : {};
      known.customers.push((await stripe.customers.create(card)).id);
      return;
    }
    case "subscribe": {
      const items = [{ price: priceOf(act.yearly) }];
      const trial = act.trial > 0 ? { trial_period_days: act.trial } : {};
      known.subscriptions.push((await stripe.subscriptions.create({ customer, items, ...trial })).id);
      return;
    }
    case "swap": {
      const [item] = (await stripe.subscriptions.retrieve(subscription)).items.data;
      const items = [{ id: item!.id, price: priceOf(act.yearly), quantity: act.quantity }];
      await stripe.subscriptions.update(subscription, { items, proration_behavior: act.billing });
      return;
    }
    case "cancel":
      await stripe.subscriptions.cancel(subscription);
      return;
    case "cancel_at_end":
    case "resume":
      await stripe.subscriptions.update(subscription, { cancel_at_period_end: act.do === "cancel_at_end" });
      return;
    case "card": {
      const { id } = await stripe.paymentMethods.attach(act.card, { customer });
      await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
      return;
    }
    case "item":
      await stripe.invoiceItems.create({ customer, amount: act.amount, currency: "usd" });
      return;
    case "pay":
    case "void": {
      const invoice = (await stripe.invoices.list({ limit: 8 })).data[act.invoice]?.id ?? "in_none";
      await (act.do === "pay" ? stripe.invoices.pay(invoice) : stripe.invoices.voidInvoice(invoice));
      return;
    }
    case "discount": {
      const { id: coupon } = await stripe.coupons.create({ percent_off: act.off, duration: act.lasts });
      await stripe.subscriptions.update(subscription, { discounts: [{ coupon }] });
      return;
    }
    case "credit": {
      const invoice = (await stripe.invoices.list({ limit: 8 })).data[act.invoice];
      const credit = invoice?.status === "paid" ? { credit_amount: act.amount } : {};
      await stripe.creditNotes.create({ invoice: invoice?.id ?? "in_none", amount: act.amount, ...credit });
      return;
    }
    case "put_off": {
      const { id, phases } = await stripe.subscriptionSchedules.create({ from_subscription: subscription });
      const [{ start_date, end_date, items }] = phases as [Stripe.SubscriptionSchedule.Phase];
      const now = { start_date, end_date, items: items.map(({ price }) => ({ price: price as string })) };
      await stripe.subscriptionSchedules.update(id, { phases: [now, { items: [{ price: priceOf(act.yearly) }] }] });
      return;
    }
    case "wait_for_payment": {
      const [item] = (await stripe.subscriptions.retrieve(subscription)).items.data;
      await stripe.subscriptions.update(subscription, {
        items: [{ id: item!.id, price: priceOf(act.yearly), quantity: 4 }],
        proration_behavior: "always_invoice",
        payment_behavior: "pending_if_incomplete",
      });
      return;
    }
    case "advance":
      await advance(act.days * 86_400);
  }
}

function checkInvoice(invoice: Stripe.Invoice): void {
  const cuts = invoice.lines.data.flatMap((line) => line.discount_amounts ?? []);
  const sum = (parts: { amount: number }[]) => parts.reduce((total, { amount }) => total + amount, 0);
  expect(invoice.total).toBe(sum(invoice.lines.data) - sum(cuts));
  expect(sum(invoice.total_discount_amounts ?? [])).toBe(sum(cuts));
  const owed = Math.max(0, invoice.total + invoice.starting_balance);
  expect(invoice.amount_due).toBe(owed - invoice.pre_payment_credit_notes_amount);
  expect(invoice.amount_paid + invoice.amount_remaining).toBe(invoice.amount_due);
  expect(invoice.status === "paid" ? invoice.amount_remaining : 0).toBe(0);
  const moneyParts = [invoice.total, invoice.amount_due, ...invoice.lines.data.map((line) => line.amount)];
  expect(moneyParts.every((amount) => Number.isSafeInteger(amount) && !Object.is(amount, -0))).toBe(true);
}

async function checkWorld({ stripe, events }: TestWorld): Promise<void> {
  const invoices = await stripe.invoices.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
  invoices.forEach(checkInvoice);
  const charges = await stripe.charges.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
  const taken = charges.filter((charge) => charge.paid).reduce((total, charge) => total + charge.amount, 0);
  expect(taken).toBe(invoices.reduce((total, invoice) => total + invoice.amount_paid, 0));
  const subscriptions = await stripe.subscriptions
    .list({ status: "all", limit: 100 })
    .autoPagingToArray({ limit: 1_000 });
  for (const subscription of subscriptions) {
    const { ended_at } = subscription;
    const own = invoices.filter((invoice) => invoice.parent?.subscription_details?.subscription === subscription.id);
    expect(own.filter((invoice) => ended_at !== null && invoice.created > ended_at)).toEqual([]);
    expect(["canceled", "incomplete_expired"].includes(subscription.status)).toBe(ended_at !== null);
    const told = (await events("customer.subscription.*")).filter(
      (event) => (event.data.object as { id: string }).id === subscription.id,
    );
    expect(JSON.parse(JSON.stringify(told.at(-1)?.data.object))).toEqual(JSON.parse(JSON.stringify(subscription)));
  }
}

test("any history keeps the sums, bills nobody who has left, and its last event shows each subscription as it is", async () => {
  let lived = 0;
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const world = await openWorld();
      const { monthly, yearly } = await makeCatalog(world.stripe);
      const known: Known = { customers: [], subscriptions: [], monthly: monthly.id, yearly: yearly.id };
      const start: Act[] = [
        { do: "customer", card: "pm_card_visa" },
        { do: "subscribe", customer: 0, trial: 0, yearly: false },
      ];
      for (const act of [...start, ...history]) await perform(world, known, act);
      await checkWorld(world);
      await world.sandbox.close();
      lived++;
    }),
    { numRuns: Number(process.env["SANDBOX_HISTORIES"] ?? 30) },
  );
  expect(lived).toBeGreaterThan(0);
}, 600_000);
