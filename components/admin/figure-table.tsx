import { figureTexts, revenueTexts } from "@/components/admin/figure-words";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { Figures } from "@/lib/insights/schema";

type FiguresProps = { figures: Figures; locale: string };

/** Each figure with the sentence that says what it is. */
export function FigureTable({ figures, locale }: FiguresProps) {
  return (
    <Section
      title="Figures"
      description="Recurring revenue is what subscriptions bring a month, after discounts that come again; what is taken off one invoice only is not taken off. A month that is paused or given brings nothing: who has it has left, and comes back by paying again."
    >
      <Table label="Figures and what they mean">
        <caption className="sr-only">Figures and what they mean</caption>
        <thead>
          <tr>
            <Th>Figure</Th>
            <Th end>Value</Th>
            <Th className="max-md:hidden">What it is</Th>
          </tr>
        </thead>
        <tbody>
          {figureTexts(figures, locale).map(({ name, value, detail, meaning }) => (
            <tr key={name} className="align-top">
              <th scope="row">
                {name}
                <span className="block text-muted text-xs md:hidden">{meaning}</span>
              </th>
              <Td end className="font-medium">
                {value}
                {detail ? <span className="block font-normal text-muted text-xs">{detail}</span> : null}
              </Td>
              <Td className="text-muted max-md:hidden">{meaning}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

/** What really came in, by plan. */
export function PlanRevenue({ figures, locale }: FiguresProps) {
  const lines = revenueTexts(figures, locale);
  return (
    <Section
      title="Revenue by plan"
      description="What the invoices of the last 30 days were paid, by the plan of their subscription, before refunds."
    >
      {lines.length === 0 ? (
        <EmptyState title="Nothing was paid">Each invoice that is paid will be counted here.</EmptyState>
      ) : (
        <Table label="Paid invoices by plan">
          <caption className="sr-only">Revenue of the last 30 days by plan</caption>
          <thead>
            <tr>
              <Th>Plan</Th>
              <Th end>Invoices</Th>
              <Th end>Paid</Th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, invoices, paid }) => (
              <tr key={name} className="last:font-medium">
                <th scope="row">{name}</th>
                <Td end>{invoices}</Td>
                <Td end>{paid}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
