import type { Metadata } from "next";
import { Suspense } from "react";
import { Billing } from "@/app/(app)/billing/billing";
import { BillingSkeleton } from "@/components/billing/billing-skeleton";
import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { Interval, PaidPlanId, type StartCheckout } from "@/lib/billing/schema";
import { visitorLocale } from "@/lib/http/locale";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { signedInVisitor } from "@/lib/http/visitor";

export const metadata: Metadata = { title: "Billing" };

/** `?plan=pro&interval=year` brings along what was chosen elsewhere, `?from=checkout` that it was just paid. */
export default async function BillingPage({ searchParams }: { searchParams: SearchParams }) {
  const wish = await wishOf(searchParams);
  const viewer = await signedInVisitor(wish ? `/billing?${new URLSearchParams(wish)}` : "/billing");
  const [locale, from] = await Promise.all([visitorLocale(), queryValue(searchParams, "from")]);
  return (
    <Page width="wide">
      <PageTitle title="Billing" />
      <Suspense fallback={<BillingSkeleton />}>
        <Billing viewer={viewer} locale={locale} wish={wish} isBackFromCheckout={from === "checkout"} />
      </Suspense>
    </Page>
  );
}

async function wishOf(searchParams: SearchParams): Promise<Omit<StartCheckout, "currency"> | undefined> {
  const [plan, interval] = await Promise.all([queryValue(searchParams, "plan"), queryValue(searchParams, "interval")]);
  const wanted = PaidPlanId.safeParse(plan).data;
  return wanted && { plan: wanted, interval: Interval.safeParse(interval).data ?? "month" };
}
