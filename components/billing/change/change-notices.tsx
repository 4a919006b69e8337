import type { ChangeActions } from "@/components/billing/change/change-actions";
import { plannedTitle } from "@/components/billing/change/change-words";
import { Press } from "@/components/billing/change/press";
import { buttonLook } from "@/components/ui/button-look";
import { dayText } from "@/components/ui/moments";
import { Notice } from "@/components/ui/notice";
import { PLANS } from "@/lib/billing/plans";
import type { PlanChanges } from "@/lib/billing/schema";

type ChangeNoticesProps = { changes: PlanChanges; actions: ChangeActions; locale: string };

/** What is going to become of the plan, each with the way back. */
export function ChangeNotices({ changes, actions, locale }: ChangeNoticesProps) {
  const { held, planned, pending, cancelAt } = changes;
  const { name } = PLANS[held.plan];
  return (
    <div className="mb-8 grid gap-3 empty:hidden">
      {pending ? (
        <Notice
          tone="warn"
          title="A change of your plan waits for its payment"
          action={
            <div className="flex flex-wrap items-start gap-2">
              {pending.url ? (
                <a className={buttonLook()} href={pending.url}>
                  Confirm payment
                </a>
              ) : null}
              <Press ask={actions.drop}>Drop the change</Press>
            </div>
          }
        >
          Your bank asks you to confirm it. Until then nothing is charged, and you keep {name}. It is dropped by itself
          on {dayText(pending.until, locale)}.
        </Notice>
      ) : null}
      {planned ? (
        <Notice
          title={plannedTitle(planned, held, locale)}
          action={<Press ask={actions.keep}>Keep {name} instead</Press>}
        >
          You have {name} until then, and nothing is charged before.
        </Notice>
      ) : null}
      {cancelAt ? (
        <Notice
          title={`${name} ends on ${dayText(cancelAt, locale)}`}
          action={<Press ask={actions.resume}>Resume {name}</Press>}
        >
          You have cancelled it. Nothing more is charged, and your history stays open.
        </Notice>
      ) : null}
    </div>
  );
}
