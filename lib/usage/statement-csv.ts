import "server-only";
import { csvLine } from "@/lib/platform/csv";
import type { Statement, UseSum } from "@/lib/usage/schema";
import { allowanceLines, creditLines, giftLines, hasMoved } from "@/lib/usage/statement-lines";

const HEAD = [
  "line",
  "model",
  "calls",
  "input_tokens",
  "cached_input_tokens",
  "output_tokens",
  "reasoning_tokens",
  "embedding_tokens",
  "micro_usd",
];

/** A statement as a table: the sums of the allowance, of gifts where there are any, and of credits, and the use of each model. */
export function statementCsv(statement: Statement): string {
  const gifts = hasMoved(statement.gifts) ? giftLines(statement) : [];
  const sums = [...allowanceLines(statement), ...gifts, ...creditLines(statement)];
  return [
    csvLine(HEAD),
    ...sums.map(({ id, micros }) => csvLine([id, null, null, null, null, null, null, null, micros])),
    ...statement.uses.map(({ model, ...use }) => useLine("use", model, use)),
    useLine("use_total", null, statement.total),
    csvLine(["borne_by_operator", null, null, null, null, null, null, null, statement.total.overrunMicros]),
  ].join("");
}

function useLine(line: string, model: string | null, use: UseSum): string {
  const { receipts, inputTokens, cachedInputTokens, outputTokens, reasoningTokens, embeddingTokens } = use;
  const tokens = [inputTokens, cachedInputTokens, outputTokens, reasoningTokens, embeddingTokens];
  return csvLine([line, model, receipts, ...tokens, use.chargedMicros]);
}
