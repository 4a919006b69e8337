import { minuteText } from "@/components/ui/moments";
import { type ReceiptLine, ReceiptLines } from "@/components/usage/receipt-lines";
import { countText, inputParts, keyText, ORIGIN_WORDS } from "@/components/usage/usage-words";
import { formatMicrosExactly } from "@/lib/platform/money";
import type { ReceiptView } from "@/lib/usage/schema";

type Names = Readonly<Record<string, string>>;
type Where = { locale: string; zone: string };
type ReceiptTableProps = Where & { receipts: readonly ReceiptView[]; modelNames: Names };

/** What each call was for, used and cost. */
export function ReceiptTable({ receipts, modelNames, ...where }: ReceiptTableProps) {
  return <ReceiptLines lines={receipts.map((receipt) => lineOf(receipt, modelNames, where))} />;
}

function lineOf(receipt: ReceiptView, modelNames: Names, { locale, zone }: Where): ReceiptLine {
  const { id, at, origin, model, key, estimated, chargedMicros, overrunMicros, reasoningTokens } = receipt;
  const input = countText(receipt.inputTokens + receipt.embeddingTokens, locale);
  const output = countText(receipt.outputTokens, locale);
  return {
    id,
    at: at.toISOString(),
    when: minuteText(at, locale, zone),
    origin: ORIGIN_WORDS[origin],
    key: key ? keyText(key) : "",
    model: modelNames[model] ?? model,
    input,
    inputParts: inputParts(receipt, locale),
    output,
    outputParts: reasoningTokens > 0 ? `${countText(reasoningTokens, locale)} reasoning` : "",
    estimated,
    cost: formatMicrosExactly(chargedMicros, { locale }),
    borne: overrunMicros > 0n ? `${formatMicrosExactly(overrunMicros, { locale })} more, on us` : "",
  };
}
