import type { ChangeActions } from "@/components/billing/change/change-actions";
import { laterText } from "@/components/billing/change/change-words";
import { Choices, Problem } from "@/components/billing/change/dialog-parts";
import { useAct } from "@/components/billing/change/use-act";
import { Button } from "@/components/ui/button";
import { dayText } from "@/components/ui/moments";
import type { PlanChanges } from "@/lib/billing/schema";

type LaterFormProps = {
  option: PlanChanges["options"][number];
  changes: PlanChanges;
  actions: ChangeActions;
  onClose: () => void;
  locale: string;
};

/** A change that waits for the end of what is paid. */
export function LaterForm({ option, changes, actions, onClose, locale }: LaterFormProps) {
  const { act, isBusy, problem } = useAct();
  const { held, currency } = changes;
  const { plan, interval } = option;
  return (
    <div className="grid gap-5">
      <p>{laterText(option, { held, currency, locale })}</p>
      <p className="text-muted">You can take it back until then.</p>
      <Problem>{problem?.message}</Problem>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Keep it as it is
        </Button>
        <Button aria-busy={isBusy} onClick={() => void act(() => actions.planAhead({ plan, interval }), onClose)}>
          Switch on {dayText(held.endsAt, locale)}
        </Button>
      </Choices>
    </div>
  );
}
