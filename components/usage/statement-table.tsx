import { periodText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import { StatementLines } from "@/components/usage/statement-lines";
import { formatMicrosExactly } from "@/lib/platform/money";
import type { Statement } from "@/lib/usage/schema";

type StatementTableProps = { statements: readonly Statement[]; locale: string; zone: string };

/** A line for each period, the newest first. */
export function StatementTable({ statements, locale, zone }: StatementTableProps) {
  const money = (micros: bigint) => formatMicrosExactly(micros, { locale });
  const lines = statements.map(({ id, period, isRunning, allowance, gifts, credits }) => ({
    id,
    period: periodText(period, { locale, zone }),
    isRunning,
    granted: money(allowance.granted),
    used: money(allowance.used),
    creditsUsed: money(gifts.used + credits.used),
    notUsed: money(allowance.lapsed + allowance.closing),
  }));
  return (
    <Section anchor="statements" title="Statements" description="What each period granted, used and left.">
      <StatementLines lines={lines} />
    </Section>
  );
}
