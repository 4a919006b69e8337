import type { Origin, ReceiptFilter, ReceiptView } from "@/lib/usage/schema";

export const ORIGIN_WORDS: Readonly<Record<Origin, string>> = {
  chat: "Chat",
  title: "Chat title",
  embedding: "Embedding",
  api: "Program",
};

/** To make one takes longer than to write many counts with it. */
const counts = new Map<string, Intl.NumberFormat>();
const KEPT_AT_MOST = 500;

/** "1,234", as it is written where the reader is. */
export function countText(count: number | bigint, locale: string): string {
  const format = counts.get(locale) ?? new Intl.NumberFormat(locale);
  if (counts.size < KEPT_AT_MOST) counts.set(locale, format);
  return format.format(count);
}

/** The kinds of tokens that are part of others, where there are any: "200 cached". */
export function inputParts({ cachedInputTokens, imageTokens, embeddingTokens }: ReceiptView, locale: string): string {
  const parts = [
    [cachedInputTokens, "cached"],
    [imageTokens, "of pictures"],
    [embeddingTokens, "embedded"],
  ] as const;
  return parts
    .filter(([tokens]) => tokens > 0)
    .map(([tokens, what]) => `${countText(tokens, locale)} ${what}`)
    .join(", ");
}

/** The name of a receipt's key; one that is gone is known by the end of its id. */
export function keyText({ id, name }: { id: string; name: string | null }): string {
  return name ?? `a deleted key (…${id.slice(-6)})`;
}

/** A choice of receipts as a query; nothing for all of them. */
export function receiptQuery(filter: ReceiptFilter, more: { after?: string } = {}): string {
  const chosen = Object.entries({ ...filter, ...more }).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return chosen.length === 0 ? "" : `?${new URLSearchParams(chosen)}`;
}
