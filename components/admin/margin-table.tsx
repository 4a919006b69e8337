import type { ReactNode } from "react";
import { netText, revenueText } from "@/components/admin/margin-words";
import { Table, Td, Th } from "@/components/ui/table";
import type { Margin } from "@/lib/insights/schema";
import { formatMicrosExactly } from "@/lib/platform/money";

type MarginTableProps = {
  label: string;
  /** What the lines are: "Month". */
  head: string;
  lines: readonly { key: string; name: ReactNode; margin: Margin }[];
  locale: string;
};

/** What came in, what the models cost, and what is left. */
export function MarginTable({ label, head, lines, locale }: MarginTableProps) {
  return (
    <Table label={label}>
      <caption className="sr-only">{label}</caption>
      <thead>
        <tr>
          <Th>{head}</Th>
          <Th end>Revenue</Th>
          <Th end>Models cost</Th>
          <Th end>Margin</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, name, margin }) => (
          <tr key={key}>
            <Td className="whitespace-nowrap">{name}</Td>
            <Td end>{revenueText(margin.revenue, locale)}</Td>
            <Td end>{formatMicrosExactly(margin.costMicros, { locale })}</Td>
            <Td end>{netText(margin, locale)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
