import { Meter } from "@/components/ui/meter";
import { Section } from "@/components/ui/section";
import type { WhenSpent } from "@/lib/billing/plans";
import type { ClassTokens } from "@/lib/usage/schema";

type ClassLimitsProps = { classTokens: readonly ClassTokens[]; whenSpent: WhenSpent; locale: string };

const NAMES = { standard: "Standard models", advanced: "Advanced models" } as const;

/** What comes after the last token of a class. */
const AFTERWARDS = {
  stop: "When they are used up, these models wait for the next period.",
  credits: "When they are used up, these models are paid with credits.",
  cheaper: "When they are used up, these models are paid with credits, or a cheaper one answers.",
} as const satisfies Record<WhenSpent, string>;

/** How much of the tokens that the plan includes of a class of models is used; nothing where it bounds none. */
export function ClassLimits({ classTokens, whenSpent, locale }: ClassLimitsProps) {
  if (classTokens.length === 0) return null;
  return (
    <Section title="Tokens of this period" description={AFTERWARDS[whenSpent]}>
      <ul className="grid gap-4">
        {classTokens.map(({ modelClass, usedTokens, limitTokens }) => {
          const text = `${usedTokens.toLocaleString(locale)} of ${limitTokens.toLocaleString(locale)} used or held`;
          return (
            <li key={modelClass} className="grid gap-1.5">
              <p className="flex flex-wrap justify-between gap-x-4">
                <span>{NAMES[modelClass]}</span>
                <span className="tabular text-muted">{text}</span>
              </p>
              <Meter label={NAMES[modelClass]} text={text} share={usedTokens / limitTokens} />
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
