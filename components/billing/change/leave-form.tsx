import { useId, useState } from "react";
import type { ChangeActions } from "@/components/billing/change/change-actions";
import { priceText, REASONS, smallerPlan } from "@/components/billing/change/change-words";
import { Choices, Problem } from "@/components/billing/change/dialog-parts";
import { LaterForm } from "@/components/billing/change/later-form";
import { useAct } from "@/components/billing/change/use-act";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { dayText } from "@/components/ui/moments";
import { PLANS } from "@/lib/billing/plans";
import type { LeavingReason, PlanChanges } from "@/lib/billing/schema";

type LeaveFormProps = { changes: PlanChanges; actions: ChangeActions; onClose: () => void; locale: string };

/** What is kept and until when, the smaller plan where there is one, and why, if they like to say. */
export function LeaveForm({ changes, actions, onClose, locale }: LeaveFormProps) {
  const id = useId();
  const { act, isBusy, problem } = useAct();
  const [reason, setReason] = useState<LeavingReason>();
  const [comment, setComment] = useState("");
  const [isStaying, setStaying] = useState(false);
  const { held, currency } = changes;
  const { name } = PLANS[held.plan];
  const offer = smallerPlan(changes);
  if (isStaying && offer) {
    return <LaterForm option={offer} changes={changes} actions={actions} onClose={onClose} locale={locale} />;
  }

  function leave() {
    const words = { ...(reason ? { reason } : {}), ...(comment.trim() ? { comment } : {}) };
    void act(() => actions.cancel(words), onClose);
  }

  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        leave();
      }}
    >
      <p>
        You keep {name} until {dayText(held.endsAt, locale)}. After that you are on Free: nothing more is charged, and
        your whole history stays open.
      </p>
      {offer ? (
        <p className="text-muted">
          {PLANS[offer.plan].name} is {priceText(offer.amountMinor, currency, { interval: offer.interval, locale })}.{" "}
          <button type="button" className="text-text underline" onClick={() => setStaying(true)}>
            Switch to {PLANS[offer.plan].name} instead
          </button>
        </p>
      ) : null}
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Why are you leaving? You need not say.</legend>
        {REASONS.map(([value, words]) => (
          <label key={value} className="flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
            <input
              type="radio"
              name={`${id}-reason`}
              checked={reason === value}
              onChange={() => setReason(value)}
              className="size-4 accent-accent"
            />
            {words}
          </label>
        ))}
      </fieldset>
      <Field id={`${id}-comment`} label="Anything to add?">
        <Input
          id={`${id}-comment`}
          maxLength={500}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </Field>
      <Problem>{problem?.message}</Problem>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Keep {name}
        </Button>
        <Button type="submit" variant="danger" aria-busy={isBusy}>
          Cancel {name}
        </Button>
      </Choices>
    </form>
  );
}
