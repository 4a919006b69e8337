import { type Changing, ColumnChange } from "@/components/billing/change/column-change";
import { CheckoutButton } from "@/components/billing/checkout-button";
import type { PlanOffer } from "@/components/billing/plan-offer";
import { priceNote } from "@/components/marketing/plan-columns";
import { planFacts } from "@/components/marketing/plan-facts";
import { Badge } from "@/components/ui/badge";
import { dayText } from "@/components/ui/moments";
import { PLANS } from "@/lib/billing/plans";
import type { Currency, Interval, PlanId } from "@/lib/billing/schema";
import { formatMinor } from "@/lib/platform/money";

type PlanColumnProps = {
  id: PlanId;
  offer: PlanOffer;
  interval: Interval;
  currency: Currency;
  paidInterval: Interval | undefined;
  changing: Changing | undefined;
  locale: string;
};

export function PlanColumn({ id, offer, interval, currency, paidInterval, changing, locale }: PlanColumnProps) {
  const plan = PLANS[id];
  const amountMinor = plan.prices[currency][interval];
  const planned = plannedHere(changing, { id, interval });
  return (
    <li className="flex flex-col gap-4 p-5 md:p-6">
      <div className="flex items-center justify-between gap-3">
        <h3 className="font-semibold text-base">{plan.name}</h3>
        <StandingBadge offer={offer} plannedAt={planned?.at} locale={locale} />
      </div>
      <p className="grid gap-1">
        <span className="tabular flex items-baseline gap-1.5">
          <span className="font-semibold text-xl">{formatMinor(amountMinor, currency, { locale, trim: true })}</span>
          {amountMinor > 0 ? <span className="text-muted">a {interval}</span> : null}
        </span>
        <span className="min-h-4 text-muted text-xs max-md:empty:hidden">
          {noteFor({ id, offer, interval, currency, paidInterval, locale })}
        </span>
      </p>
      <ul className="grid gap-1.5">
        {/* The trial, which is last, is on the button. */}
        {planFacts(plan, locale)
          .slice(0, -1)
          .map(({ text, aside }) => (
            <li key={text} className="flex justify-between gap-3">
              {text}
              {aside ? <span className="tabular whitespace-nowrap text-muted">{aside}</span> : null}
            </li>
          ))}
      </ul>
      {offer.kind === "checkout" && id !== "free" ? (
        <div className="mt-auto pt-2">
          <CheckoutButton
            wish={{ plan: id, interval, currency }}
            variant={id === "pro" ? "primary" : "secondary"}
            isWide
          >
            {offer.call}
            {offer.call.includes(plan.name) ? null : <span className="sr-only"> of {plan.name}</span>}
          </CheckoutButton>
        </div>
      ) : null}
      {changing ? (
        <div className="mt-auto pt-2 empty:hidden">
          <ColumnChange id={id} interval={interval} locale={locale} {...changing} />
        </div>
      ) : null}
    </li>
  );
}

type StandingBadgeProps = { offer: PlanOffer; plannedAt: Date | undefined; locale: string };

function StandingBadge({ offer, plannedAt, locale }: StandingBadgeProps) {
  if (offer.kind === "current") return <Badge>Your plan</Badge>;
  if (offer.kind === "waiting") return <Badge tone="warn">{offer.why}</Badge>;
  return plannedAt && offer.kind === "none" ? <Badge>From {dayText(plannedAt, locale)}</Badge> : null;
}

/** What was chosen to come next, in the column and at the interval that it is for. */
function plannedHere(changing: Changing | undefined, { id, interval }: Pick<PlanColumnProps, "id" | "interval">) {
  const planned = changing?.changes.planned;
  return planned?.plan === id && planned.interval === interval ? planned : undefined;
}

/** What the price comes to by the year; or, beside a price that is not theirs, which one they pay. */
function noteFor({
  id,
  offer,
  interval,
  currency,
  paidInterval,
  locale,
}: Omit<PlanColumnProps, "changing">): string | undefined {
  const { year } = PLANS[id].prices[currency];
  const isOther = offer.kind === "current" && paidInterval !== undefined && paidInterval !== interval;
  if (isOther) return `You pay by the ${paidInterval}`;
  if (interval === "year") return priceNote({ plan: PLANS[id], interval, currency, locale });
  return year > 0 ? `or ${formatMinor(year, currency, { locale, trim: true })} a year` : undefined;
}
