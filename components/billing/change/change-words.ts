import { dayText } from "@/components/ui/moments";
import { PLANS } from "@/lib/billing/plans";
import type { ChangeQuote, Interval, LeavingReason, PlanChange, PlanChanges } from "@/lib/billing/schema";
import { formatMinor } from "@/lib/platform/money";

type Held = PlanChanges["held"];

/** What the button says: what it leads to. */
export function changeCall({ plan, interval }: PlanChange, held: Held): string {
  if (plan === held.plan) return `Pay by the ${interval}`;
  const isMore = PLANS[plan].prices.usd.month > PLANS[held.plan].prices.usd.month;
  return `${isMore && !held.isTrial ? "Upgrade" : "Switch"} to ${PLANS[plan].name}`;
}

/** "$99.00 a month" */
export function priceText(amountMinor: number, currency: string, { interval, locale }: Spoken): string {
  return `${formatMinor(amountMinor, currency, { locale })} a ${interval}`;
}
type Spoken = { interval: Interval; locale: string };

/** What happens after today. */
export function afterwards({ interval, currency, renews }: ChangeQuote, locale: string): string {
  const discount = renews.hasDiscount ? ", less your discount" : "";
  return `Then ${priceText(renews.amountMinor, currency, { interval, locale })}${discount}, next on ${dayText(renews.at, locale)}.`;
}

/** What becomes of credit; nothing where there is none. */
export function creditText(
  { creditMinor, usedCreditMinor, currency }: ChangeQuote,
  locale: string,
): string | undefined {
  if (creditMinor > 0) {
    return `${formatMinor(creditMinor, currency, { locale })} is left of what you paid. It stays as credit and pays your next invoices.`;
  }
  if (usedCreditMinor === 0) return undefined;
  return `${formatMinor(usedCreditMinor, currency, { locale })} of it is paid by your credit.`;
}

/** The button that makes it so. */
export function acceptCall({ dueMinor, currency }: ChangeQuote, locale: string): string {
  return dueMinor === 0 ? "Switch now" : `Pay ${formatMinor(dueMinor, currency, { locale })} now`;
}

/** A change that waits for the period's end. */
export function laterText(
  { plan, interval, amountMinor }: PlanChanges["options"][number],
  { held, currency, locale }: { held: Held; currency: string; locale: string },
): string {
  const day = dayText(held.endsAt, locale);
  const what = plan === held.plan ? `you pay ${PLANS[plan].name} by the ${interval}` : `you have ${PLANS[plan].name}`;
  return `You keep ${PLANS[held.plan].name} as it is until ${day}, and nothing is charged today. From then on ${what}, for ${priceText(amountMinor, currency, { interval, locale })}.`;
}

/** What was planned, as a headline: "Pro from December 5, 2026". */
export function plannedTitle({ plan, interval, at }: NonNullable<PlanChanges["planned"]>, held: Held, locale: string) {
  const { name } = PLANS[plan];
  return `${plan === held.plan ? `${name} by the ${interval}` : name} from ${dayText(at, locale)}`;
}

/** Why somebody leaves, in their words; the keys are Stripe's. */
export const REASONS: readonly (readonly [LeavingReason, string])[] = [
  ["too_expensive", "It costs too much"],
  ["missing_features", "Something is missing"],
  ["switched_service", "I use something else now"],
  ["unused", "I do not use it enough"],
  ["customer_service", "I was not helped well"],
  ["too_complex", "It is too complicated"],
  ["low_quality", "The answers are not good enough"],
  ["other", "Something else"],
];

/** The smaller plan, where there is one: the one thing that is offered to who wants to leave. */
export function smallerPlan({ options, held }: PlanChanges): PlanChanges["options"][number] | undefined {
  return options.find(
    ({ plan, interval }) =>
      interval === held.interval && PLANS[plan].prices.usd.month < PLANS[held.plan].prices.usd.month,
  );
}
