import { Badge } from "@/components/ui/badge";
import { DownloadLink } from "@/components/ui/download-link";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { periodText } from "@/components/usage/usage-words";
import { formatMicrosExactly } from "@/lib/platform/money";
import type { Statement } from "@/lib/usage/schema";

type StatementTableProps = { statements: readonly Statement[]; locale: string; zone: string };

/** A line for each period, the newest first. */
export function StatementTable({ statements, locale, zone }: StatementTableProps) {
  const money = (micros: bigint) => formatMicrosExactly(micros, { locale });
  return (
    <Section anchor="statements" title="Statements" description="What each period granted, used and left.">
      <Table label="List of statements">
        <caption className="sr-only">Your statements, the newest first</caption>
        <thead>
          <tr>
            <Th>Period</Th>
            <Th end className="max-sm:hidden">
              Granted
            </Th>
            <Th end>Used</Th>
            <Th end className="max-sm:hidden">
              Credits used
            </Th>
            <Th end className="max-sm:hidden">
              Not used
            </Th>
            <Th>
              <span className="sr-only">Documents</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {statements.map((statement) => (
            <tr key={statement.id}>
              <Td className="whitespace-nowrap">
                <TextLink href={`/usage/statements/${statement.id}`}>
                  {periodText(statement.period, { locale, zone })}
                </TextLink>{" "}
                {statement.isRunning ? <Badge tone="neutral">Runs</Badge> : null}
              </Td>
              <Td end className="max-sm:hidden">
                {money(statement.allowance.granted)}
              </Td>
              <Td end>{money(statement.allowance.used)}</Td>
              <Td end className="max-sm:hidden">
                {money(statement.gifts.used + statement.credits.used)}
              </Td>
              <Td end className="max-sm:hidden">
                {money(statement.allowance.lapsed + statement.allowance.closing)}
              </Td>
              <Td end>
                <StatementFiles id={statement.id} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

/** A statement to keep. */
export function StatementFiles({ id }: { id: string }) {
  const of = <span className="sr-only"> of this statement</span>;
  return (
    <span className="inline-flex gap-4 whitespace-nowrap">
      <DownloadLink href={`/api/usage/statements/${id}/pdf`}>PDF{of}</DownloadLink>
      <DownloadLink href={`/api/usage/statements/${id}/csv`}>CSV{of}</DownloadLink>
    </span>
  );
}
