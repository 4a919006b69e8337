"use client";

import { INTERVALS } from "@/lib/billing/plans";
import type { Interval } from "@/lib/billing/schema";

const LABELS: Record<Interval, string> = { month: "Monthly", year: "Yearly" };

type IntervalChoiceProps = { interval: Interval; onChoose: (interval: Interval) => void };

/** Two radio buttons, side by side. */
export function IntervalChoice({ interval, onChoose }: IntervalChoiceProps) {
  return (
    <fieldset className="inline-flex w-fit gap-0.5 rounded-lg bg-quiet p-0.5">
      <legend className="sr-only">How often to pay</legend>
      {INTERVALS.map((each) => (
        <label
          key={each}
          className="flex h-11 items-center rounded-md px-4 font-medium text-muted transition-colors hover:text-text has-checked:bg-raised has-checked:text-text has-checked:shadow-[0_0_0_1px_var(--line)] has-focus-visible:outline-2 has-focus-visible:outline-accent md:h-8 md:px-3 md:pointer-coarse:h-11"
        >
          <input
            type="radio"
            name="interval"
            value={each}
            checked={each === interval}
            onChange={() => onChoose(each)}
            className="sr-only"
          />
          {LABELS[each]}
        </label>
      ))}
    </fieldset>
  );
}
