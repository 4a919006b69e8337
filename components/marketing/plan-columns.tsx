import { Check } from "lucide-react";
import { planFacts } from "@/components/marketing/plan-facts";
import { planCall, planLink } from "@/components/marketing/plan-links";
import { ButtonLink } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { PLAN_IDS, PLANS, type Plan } from "@/lib/billing/plans";
import type { Currency, Interval } from "@/lib/billing/schema";
import { formatMinor } from "@/lib/platform/money";

type PlanColumnsProps = {
  interval: Interval;
  currency: Currency;
  isSignedIn: boolean;
  locale: string;
  /** The level of the plans' headings where they stand. */
  heading?: "h2" | "h3";
};

/** The plans side by side; on a phone one below the other. Only the middle one's button has the accent. */
export function PlanColumns({ interval, currency, isSignedIn, locale, heading: Heading = "h3" }: PlanColumnsProps) {
  return (
    <ul className="grid divide-y rounded-lg border md:grid-cols-3 md:divide-x md:divide-y-0">
      {PLAN_IDS.map((id) => {
        const plan = PLANS[id];
        const call = planCall(plan, isSignedIn);
        return (
          <li key={id} className="flex flex-col gap-6 p-6 lg:p-8">
            <div className="grid gap-1">
              <Heading className="font-semibold text-base">{plan.name}</Heading>
              <p className="text-muted">{plan.tagline}</p>
            </div>
            <Price plan={plan} interval={interval} currency={currency} locale={locale} />
            <ButtonLink
              href={planLink(id, interval, { isSignedIn })}
              prefetch={false}
              variant={id === "pro" ? "primary" : "secondary"}
              className="w-full"
            >
              {call}
              {call.includes(plan.name) ? null : <span className="sr-only"> of {plan.name}</span>}
            </ButtonLink>
            <ul className="grid gap-2.5">
              {planFacts(plan, locale).map(({ text, aside }) => (
                <li key={text} className="flex gap-2.5">
                  <Check className="mt-0.5 size-4 shrink-0 text-muted" aria-hidden="true" />
                  {text}
                  {aside ? (
                    <span className="tabular ml-auto whitespace-nowrap text-muted md:max-lg:hidden">{aside}</span>
                  ) : null}
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

type PriceProps = { plan: Plan; interval: Interval; currency: Currency; locale: string };

function Price({ plan, interval, currency, locale }: PriceProps) {
  const amountMinor = plan.prices[currency][interval];
  const amount = formatMinor(amountMinor, currency, { locale, trim: true });
  return (
    <p className="grid gap-1">
      <span className="tabular flex items-baseline gap-1.5">
        <span className="font-semibold text-2xl">{amount}</span>
        {amountMinor > 0 ? <span className="text-muted">a {interval}</span> : null}
      </span>
      <span className={classNames("text-muted text-xs", interval === "month" && "max-md:hidden")}>
        {priceNote({ plan, interval, currency, locale }) ?? "\u00A0"}
      </span>
    </p>
  );
}

/** What a year's price comes to, against twelve single months. */
export function priceNote({ plan, interval, currency, locale }: PriceProps): string | undefined {
  const { month, year } = plan.prices[currency];
  if (interval === "month" || year === 0) return undefined;
  return `${formatMinor(month * 12 - year, currency, { locale, trim: true })} less than twelve single months`;
}
