import { Table, Td, Th } from "@/components/ui/table";
import { countText } from "@/components/usage/usage-words";
import { formatMicrosExactly } from "@/lib/platform/money";
import type { UseSum } from "@/lib/usage/schema";

type UseTableProps = {
  /** What the rows are: "Model". */
  head: string;
  label: string;
  rows: readonly (UseSum & { name: string })[];
  total: UseSum;
  locale: string;
};

/** Sums of what was used, and all of it in the last row. Tokens of each kind, and the cost to the micro-dollar. */
export function UseTable({ head, label, rows, total, locale }: UseTableProps) {
  return (
    <Table label={label} className="sm:table-fixed">
      <caption className="sr-only">{label}</caption>
      <thead>
        <tr>
          <Th>{head}</Th>
          <Th end className="max-sm:hidden">
            Calls
          </Th>
          <Th end>Input tokens</Th>
          <Th end className="max-sm:hidden">
            Of them cached
          </Th>
          <Th end>Output tokens</Th>
          <Th end>Cost</Th>
        </tr>
      </thead>
      <tbody className="font-normal">
        {rows.map((row) => (
          <UseRow key={row.name} name={row.name} use={row} locale={locale} />
        ))}
      </tbody>
      <tfoot className="font-medium">
        <UseRow name="Total" use={total} locale={locale} />
      </tfoot>
    </Table>
  );
}

function UseRow({ name, use, locale }: { name: string; use: UseSum; locale: string }) {
  const count = (value: number | bigint) => countText(value, locale);
  return (
    <tr>
      <th scope="row">{name}</th>
      <Td end className="max-sm:hidden">
        {count(use.receipts)}
      </Td>
      <Td end>{count(use.inputTokens + use.embeddingTokens)}</Td>
      <Td end className="max-sm:hidden">
        {count(use.cachedInputTokens)}
      </Td>
      <Td end>{count(use.outputTokens)}</Td>
      <Td end>{formatMicrosExactly(use.chargedMicros, { locale })}</Td>
    </tr>
  );
}
