import { clockOf } from "../acts/clock-of";
import { type Due, nextDue } from "../acts/falling-due";
import { amountOf } from "../acts/lines";
import { priceOf } from "../acts/pricing";
import { noticeKey, trialNoticeAt } from "../acts/renewing";
import { DRAFT_S } from "../rules/dunning";
import type { CollectionName, Invoice, Subscription } from "../store/wire";
import type { World } from "../store/world";
import { type PersonFace, personOf } from "./control-faces";

/** What time brings to one thing: when (world seconds), what, and to whom. `amount` in the currency's smallest unit. */
export type Coming = {
  at: number;
  what: string;
  id: string;
  customer: PersonFace | null;
  plan: string | null;
  amount: number | null;
  currency: string | null;
};
type Moment = Pick<Coming, "at" | "what">;

/** Kinds whose next change has one name, and no amount. */
const NAMED: [CollectionName, string][] = [
  ["schedules", "schedule"],
  ["checkout_sessions", "checkout_expires"],
  ["refunds", "refund_settles"],
  ["disputes", "dispute_lapses"],
  ["discounts", "discount_ends"],
  ["coupons", "coupon_ends"],
  ["promotion_codes", "code_ends"],
];

/** All that waits for the world's own clock, the soonest first. What is on a test clock waits for that one. */
export function comingIn(world: World): Coming[] {
  const subscriptions = world.all("subscriptions").flatMap((subscription) =>
    momentsOf(world, subscription).map(
      (moment): Coming => ({
        ...moment,
        id: subscription.id,
        ...planOf(world, subscription),
        customer: personOf(world, subscription.customer),
      }),
    ),
  );
  const others = NAMED.flatMap(([name, what]) =>
    world.all(name).flatMap((thing) => dueOf(world, name, thing, { what, ...partsOf(world, thing) })),
  );
  const invoices = world.all("invoices").flatMap((invoice) =>
    dueOf(world, "invoices", invoice, {
      what: invoice.status === "draft" ? "first_try" : "retry",
      ...partsOf(world, invoice),
      plan: null,
      amount: invoice.amount_due,
      currency: invoice.currency,
    }),
  );
  return [...subscriptions, ...invoices, ...others].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** When something happens that a person at the clock would want to see, for each of its buttons; null: nothing waits. */
export function landmarks(coming: Coming[]): {
  renewal: number | null;
  trial_end: number | null;
  retry: number | null;
} {
  const first = (what: string, laterS = 0) => {
    const found = coming.find((one) => one.what === what);
    return found ? found.at + laterS : Infinity;
  };
  const place = (at: number) => (at === Infinity ? null : at);
  // A period's invoice is charged when its hour as a draft is over: that is what one waits for, also where it has begun.
  return {
    renewal: place(Math.min(first("renewal", DRAFT_S), first("first_try"))),
    trial_end: place(first("trial_end", DRAFT_S)),
    retry: place(first("retry")),
  };
}

/** Everything ahead of one subscription. The due queue holds only the soonest of these. */
export function momentsOf(world: World, subscription: Subscription): Moment[] {
  const due = nextDue(world, "subscriptions", subscription);
  if (!due || clockOf(world, subscription)) return [];
  if (subscription.status === "incomplete") return [{ at: due.at, what: "first_payment_expires" }];
  if (subscription.status === "paused") return [{ at: due.at, what: "collects_again" }];
  const { cancel_at: ends, pending_update: pending, pause_collection: paused } = subscription;
  const moments = [
    { at: pending?.expires_at, what: "update_expires" },
    { at: paused?.resumes_at, what: "collects_again" },
    { at: ends, what: "ends" },
    ...turnsOf(world, subscription).filter(({ at, what }) => what === "trial_notice" || ends === null || at < ends),
  ];
  return moments.flatMap(({ at, what }) => (typeof at === "number" ? [{ at, what }] : []));
}

/** The end of the trial, with the word before it, or that of the period. */
function turnsOf(world: World, subscription: Subscription): Moment[] {
  const { id, status, created, trial_end: trialEnd, items } = subscription;
  if (status !== "trialing" || trialEnd === null) {
    return [{ at: Math.min(...items.data.map((item) => item.current_period_end)), what: "renewal" }];
  }
  const end = { at: trialEnd, what: "trial_end" };
  if (world.has("settings", noticeKey(id))) return [end];
  return [{ at: Math.max(trialNoticeAt(subscription), created), what: "trial_notice" }, end];
}

function dueOf(world: World, name: CollectionName, thing: { id: string }, coming: Omit<Coming, "at" | "id">): Coming[] {
  const due: Due | undefined = nextDue(world, name, thing);
  return due && !clockOf(world, thing) ? [{ at: due.at, id: thing.id, ...coming }] : [];
}

function partsOf(world: World, thing: object): Pick<Coming, "customer" | "plan" | "amount" | "currency"> {
  const { customer } = thing as Partial<Pick<Invoice, "customer">>;
  return { customer: customer ? personOf(world, customer) : null, plan: null, amount: null, currency: null };
}

function planOf(world: World, { items, currency }: Subscription): Pick<Coming, "plan" | "amount" | "currency"> {
  const [first] = items.data;
  const amount = items.data.reduce((sum, item) => sum + amountOf(priceOf({ world }, item), item.quantity ?? 1), 0);
  return { plan: first ? (world.find("products", first.price.product)?.name ?? null) : null, amount, currency };
}
