import type { Metadata } from "next";
import { CeilingFacts } from "@/components/admin/ceiling-facts";
import { OutlierTable } from "@/components/admin/outlier-table";
import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { visitorLocale } from "@/lib/http/locale";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { adminVisitor } from "@/lib/http/visitor";
import { dayOfAll, usageOutliers } from "@/lib/insights/outliers";
import { OUTLIER_MEASURES, OUTLIER_STRETCHES } from "@/lib/insights/schema";

export const metadata: Metadata = { title: "Usage · Admin" };

/** `?by=requests&over=week`: who stands out by what, over which time. */
export default async function UsageOutliersPage({ searchParams }: { searchParams: SearchParams }) {
  await adminVisitor();
  const [asked, over] = await Promise.all([queryValue(searchParams, "by"), queryValue(searchParams, "over")]);
  const choice = {
    by: OUTLIER_MEASURES.find((measure) => measure === asked) ?? "spent",
    over: OUTLIER_STRETCHES.find((stretch) => stretch === over) ?? "day",
  };
  const [locale, day, outliers] = await Promise.all([visitorLocale(), dayOfAll(), usageOutliers(choice)]);
  return (
    <Page width="wide">
      <PageTitle title="Usage">Who stands out, and how near the ceilings of the day are.</PageTitle>
      <CeilingFacts day={day} locale={locale} />
      <OutlierTable outliers={outliers} choice={choice} locale={locale} />
    </Page>
  );
}
