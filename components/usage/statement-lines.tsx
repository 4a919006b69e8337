"use client";

import { Badge } from "@/components/ui/badge";
import { Table, Td, Th } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { StatementFiles } from "@/components/usage/statement-files";

/** A statement in words. */
type StatementLine = {
  id: string;
  period: string;
  isRunning: boolean;
  granted: string;
  used: string;
  creditsUsed: string;
  notUsed: string;
};

/** Of words, as the receipts are, and for the same reason. */
export function StatementLines({ lines }: { lines: readonly StatementLine[] }) {
  return (
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
        {lines.map(({ id, period, isRunning, granted, used, creditsUsed, notUsed }) => (
          <tr key={id}>
            <Td className="sm:whitespace-nowrap">
              <TextLink href={`/usage/statements/${id}`}>{period}</TextLink>{" "}
              {isRunning ? <Badge tone="neutral">Runs</Badge> : null}
            </Td>
            <Td end className="max-sm:hidden">
              {granted}
            </Td>
            <Td end>{used}</Td>
            <Td end className="max-sm:hidden">
              {creditsUsed}
            </Td>
            <Td end className="max-sm:hidden">
              {notUsed}
            </Td>
            <Td end>
              <StatementFiles id={id} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
