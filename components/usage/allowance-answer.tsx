import { Answer } from "@/components/ui/answer";
import { Day } from "@/components/ui/day";
import { Meter } from "@/components/ui/meter";
import { allowanceLeft } from "@/components/usage/allowance-left";
import { formatMicros } from "@/lib/platform/money";
import type { Allowance } from "@/lib/usage/schema";

/** What was used of the month's allowance, and when it starts again. */
export function AllowanceAnswer({ allowance, locale }: { allowance: Allowance; locale: string }) {
  const { grantedMicros, remainingMicros, resetsAt } = allowance;
  const { share, text, isSpent } = allowanceLeft(allowance, { spentMicros: 0n, locale });
  const used = formatMicros(grantedMicros - remainingMicros, { locale });
  return (
    <Answer
      question="Used this month"
      value={used}
      aside={<span className="text-muted">of {formatMicros(grantedMicros, { locale })}</span>}
    >
      <div className="py-1.5">
        <Meter label="Model use this month" text={text} share={share} />
      </div>
      <p className="text-muted">
        {isSpent ? "Used up: new messages wait until it starts again on " : "Starts again on "}
        <Day at={resetsAt} locale={locale} />.
      </p>
    </Answer>
  );
}
