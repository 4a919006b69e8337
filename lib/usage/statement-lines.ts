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

/** Whether there is anything to say of credits. */
export function hasCredits({ credits }: Statement): boolean {
  return Object.values(credits).some((micros) => micros !== 0n);
}

function moving(lines: StatementLine[]): StatementLine[] {
  return lines.filter(({ micros }, index) => micros !== 0n || index === 0 || index === lines.length - 1);
}
