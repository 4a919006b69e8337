import { Notice } from "@/components/ui/notice";

/** Why somebody who had just begun a trial is on Free. */
export function TrialRefused() {
  return (
    <Notice className="mb-8" title="There was no second trial">
      A person, a mailbox and a card have one trial each, and one of yours has had it. Your subscription was ended and
      nothing was charged. Choose the plan again to start it without a trial.
    </Notice>
  );
}
