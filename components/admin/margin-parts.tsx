import { MarginTable } from "@/components/admin/margin-table";
import { marginPlanText, revenueText } from "@/components/admin/margin-words";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { LossMaker, MarginPlan, ModelCost } from "@/lib/insights/schema";
import { formatMicros, formatMicrosExactly } from "@/lib/platform/money";

/** Of one month: a line for each plan, and one each for bought and given credit, which are used under any. */
export function MarginPlans({ plans, locale }: { plans: readonly MarginPlan[]; locale: string }) {
  if (plans.length === 0) return <Nothing title="By plan" />;
  const lines = plans.map((margin) => {
    return { key: String(margin.plan), name: marginPlanText(margin.plan), margin };
  });
  return (
    <Section
      title="By plan"
      description="What was paid with credits stands beside what packs brought, under no plan. Credit that was given brings nothing."
    >
      <MarginTable label="Margin by plan" head="Plan" lines={lines} locale={locale} />
    </Section>
  );
}

type ModelCostsProps = { models: readonly (ModelCost & { name: string })[]; locale: string };

/** What each model cost, and how much of it nobody was charged for. */
export function ModelCosts({ models, locale }: ModelCostsProps) {
  const count = (value: number | bigint) => new Intl.NumberFormat(locale).format(value);
  if (models.length === 0) return <Nothing title="By model" />;
  return (
    <Section
      title="By model"
      description="At the prices of the price book, which are what people are charged. What a provider bills for the same tokens is not known here."
    >
      <Table label="Cost by model">
        <caption className="sr-only">Cost by model</caption>
        <thead>
          <tr>
            <Th>Model</Th>
            <Th end>Calls</Th>
            <Th end className="max-sm:hidden">
              Input tokens
            </Th>
            <Th end className="max-sm:hidden">
              Output tokens
            </Th>
            <Th end>Charged</Th>
            <Th end>On us</Th>
          </tr>
        </thead>
        <tbody>
          {models.map((each) => (
            <tr key={each.model}>
              <Td>{each.name}</Td>
              <Td end>{count(each.calls)}</Td>
              <Td end className="max-sm:hidden">
                {count(each.inputTokens)}
              </Td>
              <Td end className="max-sm:hidden">
                {count(each.outputTokens)}
              </Td>
              <Td end>{formatMicrosExactly(each.chargedMicros, { locale })}</Td>
              <Td end>{formatMicrosExactly(each.overrunMicros, { locale })}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

/** Who costs more than they pay, the worst first. */
export function LossMakers({ losses, locale }: { losses: readonly LossMaker[]; locale: string }) {
  return (
    <Section
      title="Who costs more than they pay"
      description="Among the 200 who cost most in this month, over the year that ends with it: who pays by the year pays once in it. Who paid in a currency without a rate is left out."
    >
      {losses.length === 0 ? (
        <EmptyState title="Nobody">Everybody among them paid at least what they cost.</EmptyState>
      ) : (
        <Table label="People who cost more than they pay">
          <caption className="sr-only">People who cost more than they pay, the worst first</caption>
          <thead>
            <tr>
              <Th>Person</Th>
              <Th end className="max-sm:hidden">
                This month cost
              </Th>
              <Th end>The year cost</Th>
              <Th end>The year brought</Th>
              <Th end>Difference</Th>
            </tr>
          </thead>
          <tbody>
            {losses.map(({ userId, email, costMicros, year }) => (
              <tr key={userId}>
                <Td className="min-w-40 wrap-anywhere">
                  <TextLink href={`/admin/customers/${userId}`} prefetch={false}>
                    {email}
                  </TextLink>
                </Td>
                <Td end className="max-sm:hidden">
                  {formatMicros(costMicros, { locale })}
                </Td>
                <Td end>{formatMicros(year.costMicros, { locale })}</Td>
                <Td end>{revenueText(year.revenue, locale)}</Td>
                <Td end>{formatMicros(year.netMicros, { locale })}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}

function Nothing({ title }: { title: string }) {
  return (
    <Section title={title}>
      <EmptyState title="Nothing in this month">Nobody paid, and nothing was used.</EmptyState>
    </Section>
  );
}
