import { planText, statusText } from "@/components/admin/statement-words";
import { amountText, everyText } from "@/components/billing/standing-words";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { Money } from "@/lib/billing/schema";
import type { RecurringLine } from "@/lib/insights/schema";

type RevenueTableProps = { lines: readonly RecurringLine[]; mrr: Money; trialMrr: Money; locale: string };

/** How the recurring revenue is made up, line by line, down to its sum; the trials stand below it. */
export function RevenueTable({ lines, mrr, trialMrr, locale }: RevenueTableProps) {
  const isTrial = ({ status }: RecurringLine) => status === "trialing";
  const paying = lines.filter((line) => !isTrial(line));
  const trials = lines.filter(isTrial);
  return (
    <Section
      title="What it is made of"
      description="A year's price counts a twelfth. The sum is rounded once, so a line may differ from it by a cent."
    >
      {lines.length === 0 ? (
        <EmptyState title="Nobody pays yet">Each price that is paid will be a line here.</EmptyState>
      ) : (
        <Table label="What the recurring revenue is made of">
          <caption className="sr-only">Subscriptions by price, and what they bring a month</caption>
          <thead>
            <tr>
              <Th>Plan</Th>
              <Th className="max-sm:hidden">State</Th>
              <Th end>Price</Th>
              <Th end>Count</Th>
              <Th end>A month</Th>
            </tr>
          </thead>
          <tbody>
            {paying.map((line) => (
              <LineRow key={keyOf(line)} line={line} locale={locale} />
            ))}
            <SumRow name="Monthly recurring revenue" lines={paying} sum={mrr} locale={locale} />
          </tbody>
          {trials.length > 0 ? (
            <tbody className="text-muted">
              {trials.map((line) => (
                <LineRow key={keyOf(line)} line={line} locale={locale} />
              ))}
              <SumRow name="On trial, not in it" lines={trials} sum={trialMrr} locale={locale} />
            </tbody>
          ) : null}
        </Table>
      )}
    </Section>
  );
}

function LineRow({ line, locale }: { line: RecurringLine; locale: string }) {
  return (
    <tr>
      <Td>
        {planText(line.plan)}
        <span className="block text-muted text-xs sm:hidden">{statusText(line.status)}</span>
      </Td>
      <Td className="whitespace-nowrap max-sm:hidden">{statusText(line.status)}</Td>
      <Td end className="whitespace-nowrap">
        {amountText(line.price, locale)} <span className="text-muted">a {everyText(line)}</span>
      </Td>
      <Td end>× {line.count}</Td>
      <Td end>{amountText(line.monthly, locale)}</Td>
    </tr>
  );
}

type SumRowProps = { name: string; lines: readonly RecurringLine[]; sum: Money; locale: string };

function SumRow({ name, lines, sum, locale }: SumRowProps) {
  return (
    <tr className="font-medium">
      <th scope="row" colSpan={2}>
        {name}
      </th>
      <Td className="max-sm:hidden" />
      <Td end>{lines.reduce((total, { count }) => total + count, 0)}</Td>
      <Td end>{amountText(sum, locale)}</Td>
    </tr>
  );
}

function keyOf({ plan, status, interval, intervalCount, price }: RecurringLine): string {
  return [plan, status, interval, intervalCount, price.amountMinor].join(" ");
}
