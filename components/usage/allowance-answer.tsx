import { Answer } from "@/components/ui/answer";
import { Day } from "@/components/ui/day";
import { Meter } from "@/components/ui/meter";
import { TextLink } from "@/components/ui/text-link";
import { allowanceLeft } from "@/components/usage/allowance-left";
import { formatMicros } from "@/lib/platform/money";
import type { Allowance } from "@/lib/usage/schema";

type AllowanceAnswerProps = {
  allowance: Allowance;
  locale: string;
  /** The plan that ends when the allowance does. */
  endingPlan?: string | undefined;
};

/** What was used of the month's allowance, and when it starts again. */
export function AllowanceAnswer({ allowance, locale, endingPlan }: AllowanceAnswerProps) {
  const { grantedMicros, remainingMicros, giftMicros, creditMicros, resetsAt } = allowance;
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
        {leadOf({
          isSpent,
          hasGift: giftMicros > 0n,
          hasCredits: creditMicros > 0n,
          isEnding: endingPlan !== undefined,
        })}
        <Day at={resetsAt} locale={locale} />
        {endingPlan === undefined || isSpent ? null : `, when ${endingPlan} ends`}.
      </p>
      {giftMicros > 0n ? (
        <p className="tabular text-muted">Beside it: {formatMicros(giftMicros, { locale })} of credit from us.</p>
      ) : null}
      {creditMicros > 0n ? (
        <p className="tabular text-muted">Beside it: {formatMicros(creditMicros, { locale })} of credits.</p>
      ) : null}
      <p>
        <TextLink href="/usage">See what it was used for</TextLink>
      </p>
    </Answer>
  );
}

type Lead = { isSpent: boolean; hasGift: boolean; hasCredits: boolean; isEnding: boolean };

function leadOf({ isSpent, hasGift, hasCredits, isEnding }: Lead): string {
  if (isSpent && hasGift) return "Used up: new messages use credit from us until it starts again on ";
  if (isSpent && hasCredits) return "Used up: new messages use your credits until it starts again on ";
  if (isSpent) return "Used up: new messages wait until it starts again on ";
  return isEnding ? "Yours until " : "Starts again on ";
}
