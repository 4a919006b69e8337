import { AheadForm } from "@/components/billing/change/ahead-form";
import type { ChangeActions } from "@/components/billing/change/change-actions";
import { laterText } from "@/components/billing/change/change-words";
import { dayText } from "@/components/ui/moments";
import type { PlanChanges } from "@/lib/billing/schema";

type LaterFormProps = {
  option: PlanChanges["options"][number];
  changes: PlanChanges;
  actions: ChangeActions;
  onClose: () => void;
  locale: string;
};

/** A change of plan or interval that waits for the end of what is paid. */
export function LaterForm({ option, changes, actions, onClose, locale }: LaterFormProps) {
  const { held, currency } = changes;
  const { plan, interval } = option;
  return (
    <AheadForm
      wish={{ plan, interval }}
      actions={actions}
      onClose={onClose}
      label={`Switch on ${dayText(held.endsAt, locale)}`}
    >
      <p>{laterText(option, { held, currency, locale })}</p>
    </AheadForm>
  );
}
