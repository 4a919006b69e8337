import { seatsText } from "@/components/billing/change/change-words";
import { dayText } from "@/components/ui/moments";
import { PLANS } from "@/lib/billing/plans";
import { Currency, type PlanChanges } from "@/lib/billing/schema";
import type { TeamView } from "@/lib/billing/seats/schema";
import { formatMinor } from "@/lib/platform/money";

/** "2 of 5 seats are taken, yours among them." */
export function takenText({ seats, members }: TeamView): string {
  const taken = Math.min(seats, members.length + 1);
  if (seats === 1) return "You have the one seat. Add seats to share your plan: each has the whole allowance.";
  return `${taken} of ${seats} seats are taken, yours among them. Each has the whole allowance.`;
}

/** Why seats that nobody has are not free; nothing where there are none. */
export function heldText({ held }: TeamView, locale: string): string | undefined {
  if (held === null) return undefined;
  const [what, is] = [seatsText(held.seats), held.seats === 1 ? "is" : "are"];
  return `${what} ${is} free again on ${dayText(held.until, locale)}: somebody had the allowance for this month.`;
}

/** What fewer seats mean, and when. */
export function fewerText(seats: number, { held, currency }: PlanChanges, locale: string): string {
  const priced = Currency.parse(currency);
  const price = formatMinor(PLANS[held.plan].prices[priced][held.interval] * seats, priced, { locale });
  const day = dayText(held.endsAt, locale);
  return `You keep ${seatsText(held.seats)} until ${day}, and nothing is charged today. From then on there ${
    seats === 1 ? "is" : "are"
  } ${seatsText(seats)}, for ${price} a ${held.interval}.`;
}

/** How many would lose theirs; nothing where nobody would. */
export function losersText(seats: number, { members }: TeamView): string | undefined {
  const losing = members.length + 1 - seats;
  if (losing < 1) return undefined;
  const who = losing === 1 ? "the one who joined last loses their seat" : `the ${losing} who joined last lose theirs`;
  return `Then ${who}, unless you take others out before.`;
}
