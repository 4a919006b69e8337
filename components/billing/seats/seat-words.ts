import { seatsText } from "@/components/billing/change/change-words";
import { dayText } from "@/components/ui/moments";
import { CURRENCIES, PLANS } from "@/lib/billing/plans";
import type { Currency, PlanChanges } from "@/lib/billing/schema";
import type { TeamView } from "@/lib/billing/seats/schema";
import { formatMinor } from "@/lib/platform/money";

/** "2 of 5 seats are taken, yours among them." */
export function takenText({ seats, members }: TeamView): string {
  const taken = Math.min(seats, members.length + 1);
  if (seats === 1) return "You have the one seat. Add seats to share your plan: each has the whole allowance.";
  return `${taken} of ${seats} seats are taken, yours among them. Each has the whole allowance, once a month: who takes a seat that somebody left has what they left of it.`;
}

/** What fewer seats mean, and when. */
export function fewerText(seats: number, { held, currency }: PlanChanges, locale: string): string {
  const priced = pricedIn(currency);
  const price = formatMinor(PLANS[held.plan].prices[priced][held.interval] * seats, priced, { locale });
  const day = dayText(held.endsAt, locale);
  return `You keep ${seatsText(held.seats)} until ${day}, and nothing is charged today. From then on there ${
    seats === 1 ? "is" : "are"
  } ${seatsText(seats)}, for ${price} a ${held.interval}.`;
}

/** Without the schema, which would bring all of its library along. */
function pricedIn(currency: string): Currency {
  const known = CURRENCIES.find((each) => each === currency);
  if (known === undefined) throw new Error(`Nothing is sold in ${currency}`);
  return known;
}

/** How many would lose theirs; nothing where nobody would. */
export function losersText(seats: number, { members }: TeamView): string | undefined {
  const losing = members.length + 1 - seats;
  if (losing < 1) return undefined;
  const who = losing === 1 ? "the one who joined last loses their seat" : `the ${losing} who joined last lose theirs`;
  return `Then ${who}, unless you take others out before.`;
}
