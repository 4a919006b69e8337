import "server-only";
import { type Column, csvTable } from "@/lib/platform/csv";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { dayAfter, dayIn, startOfDay } from "@/lib/platform/zones";
import {
  findReceiptPage,
  findUsedKeys,
  findUsedModels,
  type Place,
  type ReceiptChoice,
  type ReceiptRow,
} from "@/lib/usage/queries/receipts";
import type { ReceiptFilter, ReceiptPage, ReceiptView } from "@/lib/usage/schema";

const SHOWN = 25;
/** So many rows of a file are in memory at a time. */
const FILE_PAGE = 1_000;
const PLACE = /^(\d{1,13})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u;

type Listed = { filter: ReceiptFilter; zone: string };

/** Receipts, the newest first; `after` is the `next` of the page before. What it can not read counts as the first page. */
export async function receiptPage(
  userId: string,
  { filter, zone, after, shown = SHOWN }: Listed & { after?: string | undefined; shown?: number },
): Promise<ReceiptPage> {
  const rows = await findReceiptPage(userId, {
    choice: choiceOf(filter, zone),
    before: placeOf(after),
    // One more tells whether there is another page: they are never counted.
    take: shown + 1,
  });
  const receipts = rows.slice(0, shown).map(viewOf);
  const last = receipts.at(-1);
  const next = rows.length > shown && last ? `${last.at.getTime()}_${last.id}` : null;
  return { receipts, next };
}

/** What there is to choose from. */
export async function receiptChoices(
  userId: string,
): Promise<{ models: string[]; keys: { id: string; name: string }[] }> {
  const [models, keys] = await Promise.all([findUsedModels(userId), findUsedKeys(userId)]);
  return { models, keys };
}

/** All of them as a file, read page by page while it is taken. */
export function receiptFile(
  userId: string,
  { filter, zone, pageSize = FILE_PAGE }: Listed & { pageSize?: number },
  now: Clock = clockNow,
): { name: string; lines: AsyncGenerator<string, void> } {
  const choice = choiceOf(filter, zone);
  const pages = (before: ReceiptRow | undefined, take: number) => findReceiptPage(userId, { choice, before, take });
  return { name: `parley-receipts-${dayIn(now(), zone)}.csv`, lines: csvTable(COLUMNS, pages, pageSize) };
}

const COLUMNS: Column<ReceiptRow>[] = [
  ["receipt_id", ({ id }) => id],
  ["at", ({ at }) => at],
  ["origin", ({ origin }) => origin],
  ["model", ({ model }) => model],
  ["key_id", ({ keyId }) => keyId],
  ["key_name", ({ keyName }) => keyName],
  ["input_tokens", ({ inputTokens }) => inputTokens],
  ["cached_input_tokens", ({ cachedInputTokens }) => cachedInputTokens],
  ["output_tokens", ({ outputTokens }) => outputTokens],
  ["reasoning_tokens", ({ reasoningTokens }) => reasoningTokens],
  ["embedding_tokens", ({ embeddingTokens }) => embeddingTokens],
  ["image_tokens", ({ imageTokens }) => imageTokens],
  ["estimated", ({ estimated }) => (estimated ? "yes" : "no")],
  ["charged_micro_usd", ({ chargedMicros }) => chargedMicros],
  ["operator_micro_usd", ({ overrunMicros }) => overrunMicros],
];

function choiceOf({ model, origin, key, from, to }: ReceiptFilter, zone: string): ReceiptChoice {
  return {
    model,
    origin,
    keyId: key,
    since: from === undefined ? undefined : startOfDay(from, zone),
    until: to === undefined ? undefined : startOfDay(dayAfter(to), zone),
  };
}

function placeOf(after: string | undefined): Place | undefined {
  const [, ms, id] = PLACE.exec(after ?? "") ?? [];
  return ms === undefined || id === undefined ? undefined : { at: new Date(Number(ms)), id };
}

function viewOf({ keyId, keyName, ...row }: ReceiptRow): ReceiptView {
  return { ...row, key: keyId === null ? null : { id: keyId, name: keyName } };
}
