import type { Metadata } from "next";
import { CustomerSearch } from "@/components/admin/customer-search";
import { ExportLinks } from "@/components/admin/export-links";
import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { visitorLocale } from "@/lib/http/locale";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { adminVisitor } from "@/lib/http/visitor";
import { peopleLike } from "@/lib/insights/customers";

export const metadata: Metadata = { title: "Customers · Admin" };

/** `?q=ada@` finds people by the beginning of their mail address. */
export default async function CustomersPage({ searchParams }: { searchParams: SearchParams }) {
  await adminVisitor();
  const words = (await queryValue(searchParams, "q")) ?? "";
  const [locale, people] = await Promise.all([visitorLocale(), peopleLike(words)]);
  return (
    <Page width="wide">
      <PageTitle title="Customers">Somebody's whole story: what they have and why, and what they paid.</PageTitle>
      <div className="mb-8">
        <ExportLinks tables={["customers"]} />
      </div>
      <CustomerSearch words={words} people={people} locale={locale} />
    </Page>
  );
}
