"use client";

import { Badge } from "@/components/ui/badge";
import { Table, Td, Th } from "@/components/ui/table";

/** A receipt in words; those that are empty are not shown. */
export type ReceiptLine = {
  id: string;
  /** ISO 8601. */
  at: string;
  when: string;
  origin: string;
  key: string;
  model: string;
  input: string;
  inputParts: string;
  output: string;
  outputParts: string;
  estimated: boolean;
  cost: string;
  borne: string;
};

/**
 * Drawn from words and in the browser too, because of a server's long table each cell travels twice, as markup and as
 * React's tree. The words are the server's: a browser may write dates and amounts another way.
 */
export function ReceiptLines({ lines }: { lines: readonly ReceiptLine[] }) {
  return (
    <Table label="List of receipts">
      <caption className="sr-only">Your receipts, the newest first</caption>
      <thead>
        <tr>
          <Th>When</Th>
          <Th>What for</Th>
          <Th>Model</Th>
          <Th end className="max-sm:hidden">
            Input tokens
          </Th>
          <Th end className="max-sm:hidden">
            Output tokens
          </Th>
          <Th end>Cost</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </tbody>
    </Table>
  );
}

function Line({ line }: { line: ReceiptLine }) {
  const { at, when, origin, key, model, input, inputParts, output, outputParts, estimated, cost, borne } = line;
  return (
    <tr className="align-top">
      <Td className="sm:whitespace-nowrap">
        <time dateTime={at}>{when}</time>
      </Td>
      <Td>
        {origin}
        <Small>{key}</Small>
      </Td>
      <Td>
        {model}
        <span className="tabular block text-muted text-xs sm:hidden">
          {`${input} in, ${output} out`}
          {estimated ? ", estimated" : ""}
        </span>
      </Td>
      <Td end className="max-sm:hidden">
        {input}
        <Small>{inputParts}</Small>
      </Td>
      <Td end className="max-sm:hidden">
        {estimated ? <Badge tone="neutral">Estimated</Badge> : null} {output}
        <Small>{outputParts}</Small>
      </Td>
      <Td end>
        {cost}
        <Small>{borne}</Small>
      </Td>
    </tr>
  );
}

function Small({ children }: { children: string }) {
  return children === "" ? null : <span className="block text-muted text-xs sm:whitespace-nowrap">{children}</span>;
}
