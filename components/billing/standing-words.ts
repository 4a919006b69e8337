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
  given: { tone: "good", text: "Free of charge" },
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
  const { nextPayment, renewsAt, endsAt, planName, invoices, currency } = overview;
  const invoice = invoices.find(({ status }) => status === "open");
  const open = invoice ? { invoice } : {};
  if (nextPayment) {
    // An invoice that is open beside a renewal is of something else, like a change that waits for its payment.
    const isRenewal = renewsAt?.getTime() === nextPayment.at.getTime();
    const when = whenPaid(overview, nextPayment, locale);
    return { amount: amountText(nextPayment, locale), when, ...(isRenewal ? {} : open) };
  }
  if (invoice) {
    const when = `Due since ${dayText(invoice.createdAt, locale)}.`;
    return { amount: amountText(remaining(invoice), locale), when, invoice };
  }
  const nothing = formatMinor(0, currency, { locale });
  if (endsAt) return { amount: nothing, when: `Nothing more is charged for ${planName}.` };
  return { amount: nothing, when: "Nothing is due." };
}

type NextPayment = NonNullable<BillingOverview["nextPayment"]>;

function whenPaid({ state, renewsAt, subscription }: BillingOverview, { at, interval }: NextPayment, locale: string) {
  const day = dayText(at, locale);
  if (renewsAt?.getTime() !== at.getTime()) return `Your card is tried again on ${day}.`;
  const then = subscription ? `, then every ${interval ?? everyText(subscription.price)}` : "";
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
export function changeNote({ subscription, state, endsAt, through }: BillingOverview, locale: string): string {
  if (through !== null && !subscription?.plan)
    return `${through} pays for it. To have a plan of your own, leave the team first.`;
  if (!subscription?.plan) return "To change to another plan, cancel your subscription in the portal first.";
  const { name } = PLANS[subscription.plan];
  if (state === "given") return `${name} was given to you. Choose another plan once that is over.`;
  if (endsAt)
    return `${name} runs until ${dayText(endsAt, locale)}. Resume it first, or choose another plan after that.`;
  if (state === "trialing")
    return "Change to another plan below: it takes the place of this one, and the trial goes on.";
  if (state !== "active") return `To change to another plan, put ${name} right first.`;
  return `Change to another plan below: a bigger one begins at once, for the difference to the cent; a smaller one when what you paid for ${name} ends.`;
}
