import type { ChangeActions } from "@/components/billing/change/change-actions";
import { DialogButton } from "@/components/billing/dialog-button";
import { dayText } from "@/components/ui/moments";
import { Notice } from "@/components/ui/notice";
import { PLANS } from "@/lib/billing/plans";
import type { PlanChanges } from "@/lib/billing/schema";

type PauseNoticeProps = {
  changes: PlanChanges;
  actions: Pick<ChangeActions, "quoteGoingOn" | "goOn">;
  locale: string;
};

/** That the plan pauses, or is going to, and the way to have it back. */
export function PauseNotice({ changes, actions: { quoteGoingOn, goOn }, locale }: PauseNoticeProps) {
  const { held, paused, cancelAt } = changes;
  if (paused === null) return null;
  const { name } = PLANS[held.plan];
  const [from, until] = [dayText(paused.from, locale), dayText(paused.until, locale)];
  return (
    <div className="mb-8">
      <Notice
        title={`${name} is paused from ${from} until ${until}`}
        action={
          cancelAt === null ? (
            <DialogButton
              title={`Go on with ${name}`}
              asked={{ form: "goOn", given: { name, actions: { quoteGoingOn, goOn }, locale } }}
            >
              Go on with {name} now
            </DialogButton>
          ) : null
        }
      >
        In between nothing is charged and you are on Free.
        {cancelAt === null ? ` On ${until} it goes on by itself, and is charged again.` : null}
      </Notice>
    </div>
  );
}
