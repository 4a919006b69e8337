import type { Metadata } from "next";
import { MarginMonths } from "@/components/admin/margin-months";
import { LossMakers, MarginPlans, ModelCosts } from "@/components/admin/margin-parts";
import { monthText } from "@/components/admin/movement-words";
import { DownloadLink } from "@/components/ui/download-link";
import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { visitorLocale } from "@/lib/http/locale";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { adminVisitor } from "@/lib/http/visitor";
import { marginView } from "@/lib/insights/margin";
import { modelName } from "@/lib/usage/catalogue";

export const metadata: Metadata = { title: "Margin · Admin" };

/** `?month=2026-11` shows another month of the last year. */
export default async function MarginPage({ searchParams }: { searchParams: SearchParams }) {
  await adminVisitor();
  const [locale, wanted] = await Promise.all([visitorLocale(), queryValue(searchParams, "month")]);
  const { month, months, plans, models, losses } = await marginView({ month: wanted });
  const name = monthText(month, locale);
  return (
    <Page width="wide">
      <PageTitle
        title="Margin"
        action={<DownloadLink href={`/api/admin/margin/${month}`}>Everybody’s {name} as CSV</DownloadLink>}
      >
        What is earned once the models are paid. Fees of Stripe are not known here. A currency is converted only where
        EXCHANGE_RATES names its rate; others stand by themselves.
      </PageTitle>
      <MarginMonths months={months} shown={month} locale={locale} />
      <header className="border-t pt-8 pb-6">
        <h2 className="font-semibold text-lg">{name}</h2>
      </header>
      <MarginPlans plans={plans} locale={locale} />
      <ModelCosts models={models.map((each) => ({ ...each, name: modelName(each.model) }))} locale={locale} />
      <LossMakers losses={losses} locale={locale} />
    </Page>
  );
}
