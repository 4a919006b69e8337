import type { Metadata } from "next";
import { IntervalSwitch } from "@/components/marketing/interval-switch";
import { PlanColumns } from "@/components/marketing/plan-columns";
import { Questions } from "@/components/marketing/questions";
import { QUESTIONS } from "@/components/marketing/questions-about-paying";
import { CURRENCY_NAMES, currencyOfLocale } from "@/lib/billing/plans-currency";
import { Interval } from "@/lib/billing/schema";
import { visitorLocale } from "@/lib/http/locale";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { publicVisitor } from "@/lib/http/public-visitor";

export const metadata: Metadata = {
  title: "Pricing",
  description: "Free, Pro and Enterprise: what each includes, by the month or by the year.",
};

export default async function PricingPage({ searchParams }: { searchParams: SearchParams }) {
  const [viewer, locale, wanted] = await Promise.all([
    publicVisitor(),
    visitorLocale(),
    queryValue(searchParams, "interval"),
  ]);
  const interval = Interval.safeParse(wanted).data ?? "month";
  const currency = currencyOfLocale(locale);
  return (
    <div className="mx-auto max-w-6xl px-4 md:px-8">
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-6 pt-10 pb-8 md:pt-16">
        <div className="grid gap-2">
          <h1 className="font-semibold text-2xl">Pricing</h1>
          <p className="max-w-xl text-base text-muted">
            The price is all you pay. A plan includes an amount of model use each month, and stops there.
          </p>
        </div>
        <IntervalSwitch interval={interval} />
      </div>
      <PlanColumns
        interval={interval}
        currency={currency}
        isSignedIn={viewer !== undefined}
        locale={locale}
        heading="h2"
      />
      <p className="pt-4 text-muted">Prices in {CURRENCY_NAMES[currency]}, without tax where tax applies.</p>
      <InEveryPlan />

      <section aria-labelledby="questions" className="grid gap-8 py-16 md:grid-cols-[1fr_2fr] md:py-24">
        <h2 id="questions" className="font-semibold text-xl">
          Questions
        </h2>
        <Questions items={QUESTIONS} />
      </section>
    </div>
  );
}

const IN_EVERY_PLAN = [
  ["A receipt for every answer", "Tokens and price, under the answer and summed for the month."],
  ["Answers that finish without you", "Close the tab; it is all there when you come back."],
  ["Your history stays readable", "Also when the month is used up, and after you cancel."],
  ["No bill beyond the plan", "When it is used up it stops, and says when it starts again."],
] as const;

function InEveryPlan() {
  return (
    <section aria-labelledby="in-every-plan" className="grid gap-8 pt-16 md:pt-24">
      <h2 id="in-every-plan" className="font-semibold text-xl">
        In every plan
      </h2>
      <ul className="grid gap-x-8 gap-y-6 border-t pt-8 sm:grid-cols-2 lg:grid-cols-4">
        {IN_EVERY_PLAN.map(([title, text]) => (
          <li key={title} className="grid content-start gap-1">
            <h3 className="font-medium">{title}</h3>
            <p className="text-muted">{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
