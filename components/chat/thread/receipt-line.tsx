import type { Receipt } from "@/components/chat/state/conversation";
import { formatMicros } from "@/lib/platform/money";

type ReceiptLineProps = {
  model: string | undefined;
  fallbackFrom?: string | undefined;
  isFallbackForMoney?: boolean | undefined;
  receipt: Receipt | undefined;
  durationMs?: number | undefined;
  omittedCount?: number | undefined;
  locale: string;
};

/** What wrote an answer, what it took from the allowance and how long it took; and what was not as asked. */
export function ReceiptLine({ model, receipt, durationMs, omittedCount, locale, ...fallback }: ReceiptLineProps) {
  const parts = [
    model,
    ...(receipt ? receiptParts(receipt, locale) : []),
    ...(durationMs === undefined ? [] : [durationText(durationMs, locale)]),
    stepInText(model, fallback),
    ...(omittedCount ? [`the first ${messages(omittedCount, locale)} did not fit`] : []),
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <p className="tabular px-2 text-muted text-xs" title={receipt ? receiptDetail(receipt, locale) : undefined}>
      {parts.join(" · ")}
    </p>
  );
}

type Fallback = Pick<ReceiptLineProps, "fallbackFrom" | "isFallbackForMoney">;

/** The same model elsewhere is told apart from another model, and one that is away from one that nothing covers. */
function stepInText(model: string | undefined, { fallbackFrom, isFallbackForMoney }: Fallback): string | undefined {
  if (fallbackFrom === undefined) return undefined;
  if (isFallbackForMoney) return `your allowance does not cover ${fallbackFrom}`;
  return model === fallbackFrom
    ? "by another provider, the usual one was not available"
    : `${fallbackFrom} was not available`;
}

export function receiptParts({ inputTokens, outputTokens, costMicros }: Receipt, locale: string): string[] {
  const tokens = inputTokens + outputTokens;
  return [
    `${tokens.toLocaleString(locale)} ${tokens === 1 ? "token" : "tokens"}`,
    formatMicros(BigInt(costMicros), { locale }),
  ];
}

export function receiptDetail({ inputTokens, outputTokens }: Receipt, locale: string): string {
  return `${inputTokens.toLocaleString(locale)} tokens read, ${outputTokens.toLocaleString(locale)} written`;
}

/** Seconds with a tenth while it matters, then minutes. */
export function durationText(durationMs: number, locale: string): string {
  const seconds = durationMs / 1_000;
  if (seconds < 9.95) return `${seconds.toLocaleString(locale, { maximumFractionDigits: 1 })} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function messages(count: number, locale: string): string {
  return `${count.toLocaleString(locale)} ${count === 1 ? "message" : "messages"}`;
}
