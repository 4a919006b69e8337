import { formatMicros } from "@/lib/platform/money";
import type { Allowance } from "@/lib/usage/schema";

/** From here on the line is joined by words. */
const WORTH_SAYING = 0.8;

export type AllowanceLeft = {
  share: number;
  text: string;
  isWorthSaying: boolean;
  isSpent: boolean;
  /** Nothing of what was given or bought is left either: a message would be refused. */
  isOut: boolean;
};

type Figures = Pick<Allowance, "grantedMicros" | "remainingMicros" | "giftMicros" | "creditMicros">;

/**
 * What is used of an allowance, `spentMicros` of it since the figures were read. What is reserved counts as used. What
 * was given or bought is drawn on after it, and is no part of its share.
 */
export function allowanceLeft(
  { grantedMicros, remainingMicros, giftMicros, creditMicros }: Figures,
  { spentMicros, locale }: { spentMicros: bigint; locale: string },
): AllowanceLeft {
  const remaining = remainingMicros - spentMicros;
  const left = remaining < 0n ? 0n : remaining;
  const used = grantedMicros - left;
  const share = grantedMicros === 0n ? 1 : Number(used) / Number(grantedMicros);
  return {
    share,
    text: `${formatMicros(used, { locale })} of ${formatMicros(grantedMicros, { locale })} used`,
    isWorthSaying: share >= WORTH_SAYING,
    isSpent: left === 0n,
    isOut: remaining + giftMicros + creditMicros <= 0n,
  };
}
