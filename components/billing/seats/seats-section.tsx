import type { ChangeActions } from "@/components/billing/change/change-actions";
import { DialogButton } from "@/components/billing/dialog-button";
import type { SeatActions } from "@/components/billing/seats/seat-actions";
import { SeatRow } from "@/components/billing/seats/seat-row";
import { takenText } from "@/components/billing/seats/seat-words";
import { Badge } from "@/components/ui/badge";
import { Form, Submit } from "@/components/ui/form";
import { dayText } from "@/components/ui/moments";
import { Section } from "@/components/ui/section";
import { TextField } from "@/components/ui/text-field";
import type { PlanChanges } from "@/lib/billing/schema";
import type { TeamView } from "@/lib/billing/seats/schema";

type SeatsSectionProps = {
  team: TeamView;
  /** Null while there is nothing that could be changed here. */
  changes: PlanChanges | null;
  actions: SeatActions & Pick<ChangeActions, "quote" | "accept" | "planAhead">;
  locale: string;
};

/** Who has a seat, who is offered one, and how there come to be more of them, or fewer. */
export function SeatsSection({ team, changes, actions, locale }: SeatsSectionProps) {
  const { members, invitations, free, hurdle } = team;
  const { quote, accept, planAhead } = actions;
  return (
    <Section
      title="Seats"
      description={takenText(team)}
      action={
        changes && changes.options.length > 0 && hurdle === null ? (
          <DialogButton
            title="Change seats"
            asked={{ form: "seats", given: { team, changes, actions: { quote, accept, planAhead }, locale } }}
          >
            Change seats
          </DialogButton>
        ) : null
      }
    >
      {hurdle ? <p className="text-muted">{hurdle}</p> : null}
      {members.length + invitations.length > 0 ? (
        <ul className="grid divide-y rounded-lg border">
          {members.map(({ id, email, name, hasSeat }) => (
            <SeatRow
              key={id}
              id={id}
              who={email}
              about={name ?? ""}
              badge={hasSeat ? null : <Badge tone="warn">No seat paid for</Badge>}
              call="Take out"
              ask={actions.remove}
            />
          ))}
          {invitations.map(({ id, email, expiresAt, isOver }) => (
            <SeatRow
              key={id}
              id={id}
              who={email}
              about={isOver ? "" : `Until ${dayText(expiresAt, locale)}`}
              badge={<Badge>{isOver ? "Offer is over" : "Offered"}</Badge>}
              call={isOver ? "Remove" : "Take back"}
              ask={actions.takeBack}
            />
          ))}
        </ul>
      ) : null}
      {free > 0 && hurdle === null ? (
        <Form action={actions.invite} done="The letter is on its way." className="max-w-md">
          <TextField
            name="email"
            label="Offer a seat to"
            type="email"
            autoComplete="off"
            placeholder="grace@example.com"
            hint="They sign in with this address. You never see each other's chats."
          />
          <Submit busy="Sending…" variant="secondary" className="justify-self-start">
            Send the offer
          </Submit>
        </Form>
      ) : null}
    </Section>
  );
}
