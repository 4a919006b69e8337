import { resetDay } from "@/components/usage/reset-day";
import { PLANS } from "@/lib/billing/plans";
import type { Allowance } from "@/lib/usage/schema";

type Figures = Pick<Allowance, "plan" | "grantedMicros" | "usedMicros" | "giftMicros" | "creditMicros" | "resetsAt">;

/**
 * What is said once four fifths of an allowance are used, and once it is all used; nothing before. What is used is what
 * was settled, `spentMicros` of it since the figures were read: an answer that is being written says nothing yet.
 */
export function allowanceNotice(
  { plan, grantedMicros, usedMicros, giftMicros, creditMicros, resetsAt }: Figures,
  { spentMicros, locale }: { spentMicros: bigint; locale: string },
): string | undefined {
  const used = usedMicros + spentMicros;
  if (used * 5n < grantedMicros * 4n) return undefined;
  const day = resetDay(resetsAt, locale);
  // Nothing was granted where a seat was used up by somebody else.
  const isSpent = grantedMicros === 0n || (grantedMicros - used) * 200n < grantedMicros;
  if (!isSpent) {
    const percent = (Number((used * 100n) / grantedMicros) / 100).toLocaleString(locale, { style: "percent" });
    return `${percent} of this month's allowance is used. It starts again on ${day}.`;
  }
  const { whenSpent } = PLANS[plan].grants;
  if (giftMicros > 0n)
    return `This month's allowance is used up. Credit from us is used until it starts again on ${day}.`;
  if (creditMicros > 0n && whenSpent !== "stop")
    return `This month's allowance is used up. Your credits are used until it starts again on ${day}.`;
  return `This month's allowance is used up. It starts again on ${day}.`;
}
