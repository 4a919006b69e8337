import { useId, useState } from "react";
import type { ChangeActions } from "@/components/billing/change/change-actions";
import { Choices, Problem } from "@/components/billing/change/dialog-parts";
import { useAct } from "@/components/billing/change/use-act";
import { Button } from "@/components/ui/button";
import { dayText } from "@/components/ui/moments";
import { MOST_MONTHS_PAUSED } from "@/lib/billing/plans";
import { PLANS } from "@/lib/billing/plans";
import type { PlanChanges } from "@/lib/billing/schema";

type PauseFormProps = {
  changes: PlanChanges;
  actions: Pick<ChangeActions, "pause">;
  onClose: () => void;
  locale: string;
};

const MONTHS = Array.from({ length: MOST_MONTHS_PAUSED }, (_, before) => before + 1);

/** For how long, and what one has meanwhile. */
export function PauseForm({ changes, actions, onClose, locale }: PauseFormProps) {
  const id = useId();
  const { act, isBusy, problem } = useAct();
  const [months, setMonths] = useState(1);
  const { held } = changes;
  const { name } = PLANS[held.plan];
  const day = dayText(held.endsAt, locale);
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void act(() => actions.pause({ months }), onClose);
      }}
    >
      <p>
        You keep {name} until {day}. Then it pauses: nothing is charged, you are on Free, and your whole history stays
        open.
        {held.seats > 1 ? " So is everybody in your team." : null} After that it goes on by itself, and is charged
        again.
      </p>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">For how long?</legend>
        {MONTHS.map((count) => (
          <label key={count} className="flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
            <input
              type="radio"
              name={`${id}-months`}
              checked={months === count}
              onChange={() => setMonths(count)}
              className="size-4 accent-accent"
            />
            {count === 1 ? "1 month" : `${count} months`}
          </label>
        ))}
      </fieldset>
      <p className="text-muted">You can have it back at any time before.</p>
      <Problem>{problem?.message}</Problem>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Keep {name}
        </Button>
        <Button type="submit" aria-busy={isBusy}>
          Pause on {day}
        </Button>
      </Choices>
    </form>
  );
}
