import type { Receipt } from "@/components/chat/state/conversation";
import { formatMicros } from "@/lib/platform/money";

type ReceiptLineProps = { model: string | undefined; receipt: Receipt | undefined; locale: string };

/** What wrote an answer and what it took from the allowance. */
export function ReceiptLine({ model, receipt, locale }: ReceiptLineProps) {
  const parts = [model, ...(receipt ? receiptParts(receipt, locale) : [])].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <p className="tabular text-muted text-xs" title={receipt ? receiptDetail(receipt, locale) : undefined}>
      {parts.join(" · ")}
    </p>
  );
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
