import type { ChangeActions } from "@/components/billing/change/change-actions";
import { ChangeButton } from "@/components/billing/change/change-button";
import { LeaveButton } from "@/components/billing/change/leave-button";
import { PauseButton } from "@/components/billing/pause/pause-button";
import type { Interval, PlanChanges, PlanId } from "@/lib/billing/schema";

/** What can become of the plan one has, and how. */
export type Changing = { changes: PlanChanges; actions: ChangeActions };

type ColumnChangeProps = Changing & { id: PlanId; interval: Interval; locale: string };

/** The step from the plan one has to the one of a column; none where there is none. */
export function ColumnChange({ id, interval, changes, actions, locale }: ColumnChangeProps) {
  if (id === "free") {
    return changes.cancelAt ? null : (
      <div className="grid gap-2">
        <LeaveButton changes={changes} actions={actions} locale={locale} />
        {changes.canPause ? <PauseButton changes={changes} actions={actions} locale={locale} /> : null}
      </div>
    );
  }
  const option = changes.options.find((each) => each.plan === id && each.interval === interval);
  if (option === undefined) return null;
  // Another price is another dialog, with its own quote.
  const key = `${option.plan}-${option.interval}`;
  return <ChangeButton key={key} option={option} changes={changes} actions={actions} locale={locale} />;
}
