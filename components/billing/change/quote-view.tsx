import { afterwards, creditText } from "@/components/billing/change/change-words";
import type { ChangeQuote } from "@/lib/billing/schema";
import { formatMinor } from "@/lib/platform/money";

/** What is billed and given back, line by line, and what that comes to. */
export function QuoteView({ quote, locale }: { quote: ChangeQuote; locale: string }) {
  const { lines, dueMinor, currency } = quote;
  const credit = creditText(quote, locale);
  const amount = (minor: number) => formatMinor(minor, currency, { locale });
  return (
    <div className="grid gap-4">
      <dl className="grid gap-2">
        {lines.map(({ text, amountMinor }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- two lines may say the same, and none ever moves
          <div key={at} className="flex justify-between gap-4">
            <dt className="min-w-0 text-muted">{text}</dt>
            <dd className="tabular whitespace-nowrap">{amount(amountMinor)}</dd>
          </div>
        ))}
        <div className="flex justify-between gap-4 border-t pt-2 font-semibold">
          <dt>To pay now</dt>
          <dd className="tabular whitespace-nowrap">{amount(dueMinor)}</dd>
        </div>
      </dl>
      {credit ? <p>{credit}</p> : null}
      <p className="text-muted">{afterwards(quote, locale)}</p>
    </div>
  );
}
