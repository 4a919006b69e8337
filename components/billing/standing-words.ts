import type { BadgeTone } from "@/components/ui/badge";
import { dayText } from "@/components/ui/moments";
import { PLANS } from "@/lib/billing/plans";
import type { AccessState, BillingOverview, InvoiceView, Money } from "@/lib/billing/schema";
import { formatMinor } from "@/lib/platform/money";

export type StateBadge = { tone: BadgeTone; text: string };

const BADGES: Readonly<Record<AccessState, StateBadge | undefined>> = {
  free: undefined,
  trialing: { tone: "accent", text: "Trial" },
  active: { tone: "good", text: "Active" },
  grace: { tone: "warn", text: "Payment missing" },
  overdue: { tone: "bad", text: "Payment missing" },
  paused: { tone: "warn", text: "Paused" },
  incomplete: { tone: "warn", text: "Not complete" },
  ended: undefined,
  unconfirmed: { tone: "warn", text: "Not confirmed" },
  unknown: { tone: "warn", text: "To be looked at" },
};

/** The state in one or two words; none where the plan's name says it all. */
export function stateBadge({ state, endsAt }: Pick<BillingOverview, "state" | "endsAt">): StateBadge | undefined {
  if (endsAt !== null && (state === "active" || state === "trialing")) return { tone: "neutral", text: "Cancelled" };
  return BADGES[state];
}

/** What will be paid, and when; `invoice` is one that can be paid right now. */
export type PaymentAnswer = { amount: string; when: string; invoice?: InvoiceView };

export function paymentAnswer(overview: BillingOverview, locale: string): PaymentAnswer {
  const { nextPayment, endsAt, planName, invoices } = overview;
  const invoice = invoices.find(({ status }) => status === "open");
  const open = invoice ? { invoice } : {};
  if (nextPayment)
    return { amount: amountText(nextPayment, locale), when: whenPaid(overview, nextPayment.at, locale), ...open };
  if (invoice) {
    const when = `Due since ${dayText(invoice.createdAt, locale)}.`;
    return { amount: amountText(remaining(invoice), locale), when, invoice };
  }
  const nothing = formatMinor(0, "usd", { locale });
  if (endsAt) return { amount: nothing, when: `Nothing more is charged for ${planName}.` };
  return { amount: nothing, when: "Nothing is due." };
}

function whenPaid({ state, renewsAt, subscription }: BillingOverview, at: Date, locale: string): string {
  const day = dayText(at, locale);
  if (renewsAt?.getTime() !== at.getTime()) return `Your card is tried again on ${day}.`;
  const then = subscription ? `, then every ${everyText(subscription.price)}` : "";
  return state === "trialing" ? `On ${day}, when the trial ends${then}.` : `On ${day}${then}.`;
}

/** "month", or "3 months". */
export function everyText({ interval, intervalCount }: { interval: string; intervalCount: number }): string {
  return intervalCount === 1 ? interval : `${intervalCount} ${interval}s`;
}

function remaining({ total, amountPaid }: InvoiceView): Money {
  return { amountMinor: total.amountMinor - amountPaid.amountMinor, currency: total.currency };
}

export function amountText({ amountMinor, currency }: Money, locale: string): string {
  return formatMinor(amountMinor, currency, { locale });
}

/** How somebody with a running subscription comes to another plan. */
export function changeNote({ subscription, renewsAt, endsAt }: BillingOverview, locale: string): string {
  const name = subscription?.plan ? PLANS[subscription.plan].name : "your subscription";
  if (endsAt) {
    return `${capitalised(name)} runs until ${dayText(endsAt, locale)}. Choose another plan here after that, or resume ${name} in the portal.`;
  }
  const kept = renewsAt ? ` You keep it until ${dayText(renewsAt, locale)}, and choose another here after that.` : "";
  return `To change to another plan, cancel ${name} in the portal first.${kept}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
