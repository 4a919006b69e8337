import type { ChangeActions } from "@/components/billing/change/change-actions";
import { changeCall } from "@/components/billing/change/change-words";
import { DialogButton } from "@/components/billing/dialog-button";
import { PLANS } from "@/lib/billing/plans";
import type { Interval, PlanChanges, PlanId } from "@/lib/billing/schema";

/** What can become of the plan one has, and how. */
export type Changing = { changes: PlanChanges; actions: ChangeActions };

type ColumnChangeProps = Changing & { id: PlanId; interval: Interval; locale: string };

/** The step from the plan one has to the one of a column; none where there is none. */
export function ColumnChange({ id, interval, ...given }: ColumnChangeProps) {
  const { options, cancelAt } = given.changes;
  if (id === "free") return cancelAt ? null : <Less {...given} />;
  const option = options.find((each) => each.plan === id && each.interval === interval);
  return option ? <Other option={option} {...given} /> : null;
}

type Given = Changing & { locale: string };

/** Back to Free, or there for some months only. */
function Less(given: Given) {
  const { held, canPause } = given.changes;
  const { name } = PLANS[held.plan];
  const [leave, pause] = [`Cancel ${name}`, `Pause ${name}`];
  return (
    <div className="grid gap-2">
      <DialogButton title={leave} className="w-full" asked={{ form: "leave", given }}>
        {leave}
      </DialogButton>
      {canPause ? (
        <DialogButton title={pause} className="w-full" asked={{ form: "pause", given }}>
          {pause}
        </DialogButton>
      ) : null}
    </div>
  );
}

/** To another plan: first what it costs and when it begins, then a yes. */
function Other({ option, ...given }: Given & { option: PlanChanges["options"][number] }) {
  const { held } = given.changes;
  const { actions, locale } = given;
  const call = changeCall(option, held);
  const isUp = option.when === "now";
  return (
    <DialogButton
      title={call}
      variant={isUp ? "primary" : "secondary"}
      className="w-full"
      asked={
        isUp
          ? { form: "quote", given: { wish: option, actions, locale } }
          : { form: "later", given: { option, ...given } }
      }
    >
      {call}
      {option.plan === held.plan ? <span className="sr-only"> for {PLANS[option.plan].name}</span> : null}
    </DialogButton>
  );
}
