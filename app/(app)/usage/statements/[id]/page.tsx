import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Day } from "@/components/ui/day";
import { Page } from "@/components/ui/page";
import { PageTitle, Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { StatementFiles } from "@/components/usage/statement-files";
import { StatementSums } from "@/components/usage/statement-sums";
import { UseTable } from "@/components/usage/use-table";
import { ZONE_COOKIE } from "@/lib/identity/schema";
import { ZoneKeeper } from "@/components/usage/zone-keeper";
import { PLANS } from "@/lib/billing/plans";
import { visitorLocale } from "@/lib/http/locale";
import { signedInVisitor } from "@/lib/http/visitor";
import { visitorZone } from "@/lib/http/zone";
import { formatMicrosExactly } from "@/lib/platform/money";
import { modelName } from "@/lib/usage/catalogue";
import { allowanceLines, creditLines, giftLines, hasMoved } from "@/lib/usage/statement-lines";
import { statementsOf } from "@/lib/usage/statements";

export const metadata: Metadata = { title: "Statement" };

/** The same figures as its PDF. */
export default async function StatementPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const viewer = await signedInVisitor(`/usage/statements/${encodeURIComponent(id)}`);
  const [locale, zone, statements] = await Promise.all([visitorLocale(), visitorZone(), statementsOf(viewer.id)]);
  const statement = statements.find((each) => each.id === id);
  if (!statement) notFound();
  const { plan, period, isRunning, uses, total } = statement;
  return (
    <Page>
      <ZoneKeeper cookie={ZONE_COOKIE} drawnFor={zone} />
      <PageTitle title="Statement of use" action={<StatementFiles id={id} />}>
        {PLANS[plan].name}, <Day at={period.startsAt} locale={locale} zone={zone} /> –{" "}
        <Day at={period.endsAt} locale={locale} zone={zone} />
        {isRunning ? "; the period still runs" : ""}. Days are those of {zone.replaceAll("_", " ")}.
      </PageTitle>
      <StatementSums title="Allowance" lines={allowanceLines(statement)} locale={locale} />
      {hasMoved(statement.gifts) ? (
        <StatementSums title="Credit from us" lines={giftLines(statement)} locale={locale} />
      ) : null}
      {hasMoved(statement.credits) ? (
        <StatementSums title="Bought credits" lines={creditLines(statement)} locale={locale} />
      ) : null}
      <Section title="Use by model">
        <UseTable
          head="Model"
          label="List of models"
          rows={uses.map(({ model, ...use }) => ({ name: modelName(model), ...use }))}
          total={total}
          locale={locale}
        />
        {total.overrunMicros > 0n ? (
          <p className="tabular text-muted">
            Answers cost {formatMicrosExactly(total.overrunMicros, { locale })} more than was held for them; that was
            not charged.
          </p>
        ) : null}
      </Section>
      <p>
        <TextLink href="/usage#statements">All statements</TextLink>
      </p>
    </Page>
  );
}
