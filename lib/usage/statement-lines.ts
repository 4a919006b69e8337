import type { Statement, StatementLine } from "@/lib/usage/schema";

/** How the allowance came to what is left of it. Lines that move nothing are left out, except the first and the last. */
export function allowanceLines({ allowance }: Statement): StatementLine[] {
  const { granted, used, held, lapsed, closing } = allowance;
  return moving([
    { id: "allowance_granted", label: "Granted by the plan", micros: granted },
    { id: "allowance_used", label: "Used", micros: -used },
    { id: "allowance_held", label: "Held for answers that are being written", micros: -held },
    { id: "allowance_lapsed", label: "Not used when the period ended", micros: -lapsed },
    { id: "allowance_closing", label: "Left", micros: closing },
  ]);
}

/** The same of what the operator gave. */
export function giftLines({ gifts }: Statement): StatementLine[] {
  const { opening, given, used, held, takenBack, lapsed, closing } = gifts;
  return moving([
    { id: "gifts_opening", label: "Brought forward", micros: opening },
    { id: "gifts_given", label: "Given by us", micros: given },
    { id: "gifts_used", label: "Used", micros: -used },
    { id: "gifts_held", label: "Held for answers that are being written", micros: -held },
    { id: "gifts_taken_back", label: "Taken back by us", micros: -takenBack },
    { id: "gifts_lapsed", label: "Expired", micros: -lapsed },
    { id: "gifts_closing", label: "Carried forward", micros: closing },
  ]);
}

/** The same of bought credits. */
export function creditLines({ credits }: Statement): StatementLine[] {
  const { opening, bought, used, held, paidBack, lapsed, closing } = credits;
  return moving([
    { id: "credits_opening", label: "Brought forward", micros: opening },
    { id: "credits_bought", label: "Bought", micros: bought },
    { id: "credits_used", label: "Used", micros: -used },
    { id: "credits_held", label: "Held for answers that are being written", micros: -held },
    { id: "credits_paid_back", label: "Taken back with a refund", micros: -paidBack },
    { id: "credits_lapsed", label: "Expired", micros: -lapsed },
    { id: "credits_closing", label: "Carried forward", micros: closing },
  ]);
}

/** Whether there is anything to say of gifts, or of credits. */
export function hasMoved(sums: Statement["gifts"] | Statement["credits"]): boolean {
  return Object.values(sums).some((micros) => micros !== 0n);
}

function moving(lines: StatementLine[]): StatementLine[] {
  return lines.filter(({ micros }, index) => micros !== 0n || index === 0 || index === lines.length - 1);
}
