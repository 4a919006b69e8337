import { monthText, shortMonthText, signedText } from "@/components/admin/movement-words";
import { amountText } from "@/components/billing/standing-words";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { MonthMovement } from "@/lib/insights/schema";

type MonthColumnsProps = { months: readonly MonthMovement[]; currency: string; locale: string };

const HEIGHT = 40;
const STEP = 10;

/** The recurring revenue at the end of each month, as columns from zero; the numbers behind them are a click away. */
export function MonthColumns({ months, currency, locale }: MonthColumnsProps) {
  const amount = (amountMinor: number) => amountText({ amountMinor, currency }, locale);
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (months.every(({ startMinor, endMinor, joined }) => startMinor + endMinor + joined === 0)) {
    return (
      <Section title="Month by month">
        <EmptyState title="Nothing moved yet">Each month's revenue, and what moved it, will be here.</EmptyState>
      </Section>
    );
  }
  return (
    <Section
      title="Month by month"
      description={`Monthly revenue, from ${amount(first.endMinor)} at the end of ${monthText(first.month, locale)} to ${amount(last.endMinor)} now. Months are those of UTC.`}
    >
      <div aria-hidden="true">
        <Columns months={months} />
        <div className="grid grid-flow-col auto-cols-fr border-t pt-1.5 text-center text-muted text-xs">
          {months.map(({ month }, index) => (
            <span key={month} className={index % 2 === 0 ? "max-sm:invisible" : undefined}>
              {shortMonthText(month, locale)}
            </span>
          ))}
        </div>
      </div>
      <details>
        <summary className="w-fit cursor-pointer py-1 text-muted hover:text-text">The numbers</summary>
        <MonthTable months={months} currency={currency} locale={locale} />
      </details>
    </Section>
  );
}

function Columns({ months }: Pick<MonthColumnsProps, "months">) {
  const highest = Math.max(...months.map(({ endMinor }) => endMinor), 1);
  return (
    <svg
      viewBox={`0 0 ${months.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-36 w-full"
      focusable="false"
    >
      {months.map(({ month, endMinor }, index) => {
        const height = Math.round((endMinor * HEIGHT * 100) / highest) / 100;
        return (
          <rect
            key={month}
            x={index * STEP + 1.5}
            y={HEIGHT - height}
            width={STEP - 3}
            height={height}
            className="fill-accent"
          />
        );
      })}
    </svg>
  );
}

function MonthTable({ months, currency, locale }: MonthColumnsProps) {
  const amount = (amountMinor: number) => amountText({ amountMinor, currency }, locale);
  const signed = (amountMinor: number) => signedText({ amountMinor, currency }, locale);
  return (
    <Table label="Movements by month">
      <caption className="sr-only">Movements by month, the newest first</caption>
      <thead>
        <tr>
          {["Month", "Began with", "New", "Back", "More", "Less", "Gone", "Ended with", "People"].map((head, index) => (
            <Th key={head} end={index > 0}>
              {head}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {months.toReversed().map((each) => (
          <tr key={each.month}>
            <th scope="row" className="whitespace-nowrap">
              {monthText(each.month, locale)}
            </th>
            <Td end>{amount(each.startMinor)}</Td>
            <Td end>{signed(each.newMinor)}</Td>
            <Td end>{signed(each.reactivationMinor)}</Td>
            <Td end>{signed(each.expansionMinor)}</Td>
            <Td end>{signed(each.contractionMinor)}</Td>
            <Td end>{signed(each.churnMinor)}</Td>
            <Td end className="font-medium">
              {amount(each.endMinor)}
            </Td>
            <Td end className="whitespace-nowrap">
              {each.paying} (+{each.joined}, −{each.left})
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
