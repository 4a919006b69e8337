import { useId, useState } from "react";
import { AheadForm } from "@/components/billing/change/ahead-form";
import type { ChangeActions } from "@/components/billing/change/change-actions";
import { Choices } from "@/components/billing/change/dialog-parts";
import { QuoteForm } from "@/components/billing/change/quote-form";
import { fewerText, losersText } from "@/components/billing/seats/seat-words";
import { Button } from "@/components/ui/button";
import { Field, fieldWiring, Input } from "@/components/ui/field";
import { dayText } from "@/components/ui/moments";
import type { PlanChanges } from "@/lib/billing/schema";
import type { TeamView } from "@/lib/billing/seats/schema";

type SeatsFormProps = {
  team: TeamView;
  changes: PlanChanges;
  actions: Pick<ChangeActions, "quote" | "accept" | "planAhead">;
  onClose: () => void;
  locale: string;
};

/** First how many, then what that costs and when it begins, then a yes. */
export function SeatsForm({ onClose, ...props }: SeatsFormProps) {
  const { team, changes, actions, locale } = props;
  const id = useId();
  const [typed, setTyped] = useState(String(team.seats + 1));
  const [wanted, setWanted] = useState<number>();
  const seats = /^[1-9]\d{0,2}$/u.test(typed.trim()) ? Number(typed) : undefined;
  const { plan, interval } = changes.held;
  if (wanted !== undefined && wanted > team.seats) {
    return <QuoteForm wish={{ plan, interval, seats: wanted }} actions={actions} onClose={onClose} locale={locale} />;
  }
  if (wanted !== undefined) return <FewerForm {...props} seats={wanted} onClose={onClose} />;
  const hint = `You have ${team.seats} now, your own among them.`;
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (seats !== undefined && seats !== team.seats) setWanted(seats);
      }}
    >
      <Field id={id} label="Seats in all" hint={hint}>
        <Input
          {...fieldWiring({ id, hint, error: undefined })}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Not now
        </Button>
        <Button type="submit" aria-disabled={seats === undefined || seats === team.seats}>
          {seats !== undefined && seats < team.seats ? "See what changes" : "See the price"}
        </Button>
      </Choices>
    </form>
  );
}

/** Fewer wait for the end of what is paid. */
export function FewerForm({ seats, team, changes, actions, onClose, locale }: SeatsFormProps & { seats: number }) {
  const { plan, interval, endsAt } = changes.held;
  const losers = losersText(seats, team);
  return (
    <AheadForm
      wish={{ plan, interval, seats }}
      actions={actions}
      onClose={onClose}
      label={`Change on ${dayText(endsAt, locale)}`}
    >
      <p>{fewerText(seats, changes, locale)}</p>
      {losers ? <p>{losers}</p> : null}
    </AheadForm>
  );
}
