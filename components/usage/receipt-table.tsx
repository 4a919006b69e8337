import { Badge } from "@/components/ui/badge";
import { minuteText } from "@/components/ui/moments";
import { Table, Td, Th } from "@/components/ui/table";
import { countText, inputParts, keyText, ORIGIN_WORDS } from "@/components/usage/usage-words";
import { formatMicrosExactly } from "@/lib/platform/money";
import type { ReceiptView } from "@/lib/usage/schema";

type Names = Readonly<Record<string, string>>;
type Where = { locale: string; zone: string };
type ReceiptTableProps = Where & { receipts: readonly ReceiptView[]; modelNames: Names };

/** What each call was for, used and cost. */
export function ReceiptTable({ receipts, modelNames, locale, zone }: ReceiptTableProps) {
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
        {receipts.map((receipt) => (
          <ReceiptRow
            key={receipt.id}
            receipt={receipt}
            model={modelNames[receipt.model] ?? receipt.model}
            locale={locale}
            zone={zone}
          />
        ))}
      </tbody>
    </Table>
  );
}

function ReceiptRow({ receipt, model, locale, zone }: Where & { receipt: ReceiptView; model: string }) {
  const { at, origin, key, estimated, chargedMicros, overrunMicros } = receipt;
  const { inputTokens, embeddingTokens, outputTokens, reasoningTokens } = receipt;
  return (
    <tr>
      <Td className="align-top sm:whitespace-nowrap">
        <time dateTime={at.toISOString()}>{minuteText(at, locale, zone)}</time>
      </Td>
      <Td className="align-top">
        {ORIGIN_WORDS[origin]}
        {key ? <Small>{keyText(key)}</Small> : null}
      </Td>
      <Td className="align-top">
        {model}
        <span className="tabular block text-muted text-xs sm:hidden">
          {`${countText(inputTokens + embeddingTokens, locale)} in, ${countText(outputTokens, locale)} out`}
          {estimated ? ", estimated" : ""}
        </span>
      </Td>
      <Td end className="align-top max-sm:hidden">
        {countText(inputTokens + embeddingTokens, locale)}
        <Small>{inputParts(receipt, locale)}</Small>
      </Td>
      <Td end className="align-top max-sm:hidden">
        {estimated ? <Badge tone="neutral">Estimated</Badge> : null} {countText(outputTokens, locale)}
        {reasoningTokens > 0 ? <Small>{`${countText(reasoningTokens, locale)} reasoning`}</Small> : null}
      </Td>
      <Td end className="align-top">
        {formatMicrosExactly(chargedMicros, { locale })}
        {overrunMicros > 0n ? <Small>{`${formatMicrosExactly(overrunMicros, { locale })} more, on us`}</Small> : null}
      </Td>
    </tr>
  );
}

function Small({ children }: { children: string }) {
  return children === "" ? null : <span className="block text-muted text-xs sm:whitespace-nowrap">{children}</span>;
}
