import type { ComponentProps } from "react";
import { BuyCredits } from "@/components/billing/credits/buy-credits";
import { Day } from "@/components/ui/day";
import { Section } from "@/components/ui/section";
import { formatMicros } from "@/lib/platform/money";
import type { Credit } from "@/lib/usage/schema";

type CreditsSectionProps = ComponentProps<typeof BuyCredits> & {
  /** The one that is used next first. */
  credits: readonly Credit[];
};

/** What is left of what was bought or given, until when, and how to buy more. */
export function CreditsSection({ credits, locale, ...buying }: CreditsSectionProps) {
  const left = credits.reduce((sum, { leftMicros }) => sum + leftMicros, 0n);
  return (
    <Section
      anchor="credits"
      title="Credits"
      description="For when a month’s allowance is not enough: credits are used after it, credit from us before what you bought, and the ones that expire first before the others."
    >
      {credits.length > 0 ? (
        <div className="grid gap-2">
          <p className="tabular font-semibold text-xl">{formatMicros(left, { locale })}</p>
          <ul className="grid gap-1">
            {credits.map(({ id, isGift, grantedMicros, leftMicros, expiresAt }) => (
              <li key={id} className="tabular text-muted">
                {isGift ? "Credit from us: " : null}
                {formatMicros(leftMicros, { locale })} of {formatMicros(grantedMicros, { locale })}, until{" "}
                <Day at={expiresAt} locale={locale} />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <BuyCredits locale={locale} {...buying} />
    </Section>
  );
}
