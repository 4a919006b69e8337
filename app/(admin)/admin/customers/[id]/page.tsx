import type { Metadata } from "next";
import { notFound } from "next/navigation";
import {
  cancel,
  comp,
  compPlan,
  extendTrial,
  giveCredit,
  refund,
  takeCreditBack,
} from "@/app/(admin)/admin/customers/actions";
import { CustomerActs } from "@/components/admin/customer-acts";
import { CustomerRecords } from "@/components/admin/customer-records";
import { CustomerStanding, CustomerSubscriptions } from "@/components/admin/customer-standing";
import { PaymentTable } from "@/components/admin/payment-table";
import { InvoiceTable } from "@/components/billing/invoice-table";
import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { visitorLocale } from "@/lib/http/locale";
import { adminVisitor } from "@/lib/http/visitor";
import { customerStory } from "@/lib/insights/customers";
import { AppError } from "@/lib/platform/errors";

export const metadata: Metadata = { title: "Customer · Admin" };

export default async function CustomerPage({ params }: { params: Promise<{ id: string }> }) {
  await adminVisitor();
  const locale = await visitorLocale();
  const story = await found((await params).id, locale);
  return (
    <Page width="wide">
      <PageTitle title={story.person.email} action={<TextLink href="/admin/customers">All customers</TextLink>}>
        {story.person.name}
      </PageTitle>
      <CustomerStanding story={story} locale={locale} />
      <CustomerSubscriptions story={story} locale={locale} />
      <CustomerActs {...{ story, locale, refund, cancel, extendTrial, comp, compPlan, giveCredit, takeCreditBack }} />
      <PaymentTable payments={story.payments} locale={locale} isOnePersons />
      <InvoiceTable invoices={story.overview.invoices} locale={locale} />
      <CustomerRecords story={story} locale={locale} />
    </Page>
  );
}

async function found(id: string, locale: string) {
  try {
    return await customerStory(id, { locale });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
