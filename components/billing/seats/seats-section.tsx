"use client";

import type { ReactNode } from "react";
import type { Answer, ChangeActions } from "@/components/billing/change/change-actions";
import { Problem } from "@/components/billing/change/dialog-parts";
import { useAct } from "@/components/billing/change/use-act";
import { ChangeSeats } from "@/components/billing/seats/change-seats";
import type { SeatActions } from "@/components/billing/seats/seat-actions";
import { heldText, takenText } from "@/components/billing/seats/seat-words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
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
  const held = heldText(team, locale);
  return (
    <Section
      title="Seats"
      description={takenText(team)}
      action={
        changes && changes.options.length > 0 && hurdle === null ? (
          <ChangeSeats team={team} changes={changes} actions={actions} locale={locale} />
        ) : null
      }
    >
      {hurdle ? <p className="text-muted">{hurdle}</p> : null}
      {held ? <p className="text-muted">{held}</p> : null}
      {members.length + invitations.length > 0 ? (
        <ul className="grid divide-y rounded-lg border">
          {members.map(({ id, email, name, hasSeat }) => (
            <Row
              key={id}
              who={email}
              about={name ?? ""}
              badge={hasSeat ? null : <Badge tone="warn">No seat paid for</Badge>}
              call="Take out"
              ask={() => actions.remove({ id })}
            />
          ))}
          {invitations.map(({ id, email, expiresAt, isOver }) => (
            <Row
              key={id}
              who={email}
              about={isOver ? "" : `Until ${dayText(expiresAt, locale)}`}
              badge={<Badge>{isOver ? "Offer is over" : "Offered"}</Badge>}
              call={isOver ? "Remove" : "Take back"}
              ask={() => actions.takeBack({ id })}
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

type RowProps = { who: string; about: string; badge: ReactNode; call: string; ask: () => Promise<Answer> };

function Row({ who, about, badge, call, ask }: RowProps) {
  const { act, isBusy, problem } = useAct();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <span className="grid min-w-0">
        <span className="break-words">{who}</span>
        <span className="break-words text-muted text-xs empty:hidden">{about}</span>
      </span>
      <span className="flex items-center gap-3">
        {badge}
        <Button
          variant="secondary"
          size="sm"
          aria-busy={isBusy}
          aria-label={`${call}: ${who}`}
          onClick={() => void act(ask, () => undefined)}
        >
          {call}
        </Button>
      </span>
      <Problem>{problem?.message}</Problem>
    </li>
  );
}
