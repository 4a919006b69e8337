import { Answer, Answers } from "@/components/ui/answer";
import { Day } from "@/components/ui/day";
import { Meter } from "@/components/ui/meter";
import { minuteText } from "@/components/ui/moments";
import { allowanceLeft } from "@/components/usage/allowance-left";
import { formatMicros } from "@/lib/platform/money";
import type { Allowance, Credit } from "@/lib/usage/schema";

type UsageAnswersProps = { allowance: Allowance; credits: readonly Credit[]; locale: string; zone: string };

/** Why a seat has less than its plan grants, before the day from which it has all of it. */
const LESS_BECAUSE = {
  "seat-used": "This seat was used by somebody else in this period. It is whole again on ",
  "seat-added": "This seat was added within this period, for the rest of it. It is whole on ",
};

/** What is left and until when, what was used, and what was given or bought beside it. */
export function UsageAnswers({ allowance, credits, locale, zone }: UsageAnswersProps) {
  const { grantedMicros, remainingMicros, usedMicros, reservedMicros, resetsAt, lessBecause } = allowance;
  const { share, text } = allowanceLeft(allowance, { spentMicros: 0n, locale });
  const money = (micros: bigint) => formatMicros(micros, { locale });
  return (
    <Answers>
      <Answer
        question="Left of this period"
        value={money(remainingMicros)}
        aside={<span className="text-muted">of {money(grantedMicros)}</span>}
      >
        <div className="py-1.5">
          <Meter label="Allowance of this period" text={text} share={share} />
        </div>
        <p className="text-muted">
          {lessBecause === null ? "Starts again on " : LESS_BECAUSE[lessBecause]}
          <time dateTime={resetsAt.toISOString()}>{minuteText(resetsAt, locale, zone)}</time>.
        </p>
      </Answer>
      <Answer question="Used of it" value={money(usedMicros)}>
        <p className="tabular text-muted">
          {reservedMicros > 0n
            ? `${money(reservedMicros)} more is held for answers that are being written. What they do not need comes back.`
            : "Nothing is held: no answer is being written."}
        </p>
      </Answer>
      <CreditsAnswer credits={credits} locale={locale} zone={zone} />
    </Answers>
  );
}

function CreditsAnswer({ credits, locale, zone }: Omit<UsageAnswersProps, "allowance">) {
  const left = credits.reduce((sum, { leftMicros }) => sum + leftMicros, 0n);
  const gifts = credits.filter(({ isGift }) => isGift).length;
  const isMixed = gifts > 0 && gifts < credits.length;
  return (
    <Answer
      question={isMixed ? "Credit" : gifts > 0 ? "Credit from us" : "Bought credits"}
      value={formatMicros(left, { locale })}
    >
      {credits.length > 0 ? (
        <ul className="grid gap-1">
          {credits.map(({ id, isGift, leftMicros, expiresAt }) => (
            <li key={id} className="tabular text-muted">
              {isGift && isMixed ? "Credit from us: " : null}
              {formatMicros(leftMicros, { locale })} until <Day at={expiresAt} locale={locale} zone={zone} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-muted">For when a period’s allowance is not enough.</p>
      )}
    </Answer>
  );
}
