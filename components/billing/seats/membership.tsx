"use client";

import { useState } from "react";
import { Choices, Problem } from "@/components/billing/change/dialog-parts";
import { useAct } from "@/components/billing/change/use-act";
import type { SeatActions } from "@/components/billing/seats/seat-actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Section } from "@/components/ui/section";
import type { MembershipView } from "@/lib/billing/seats/schema";

type MembershipProps = { membership: MembershipView; actions: Pick<SeatActions, "leave"> };

/** Whose team one is in, and the way out of it. */
export function Membership({ membership, actions }: MembershipProps) {
  const { owner, paysToo } = membership;
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Section
      title={`${owner}'s team`}
      description={
        paysToo === null
          ? "Your seat is paid for by them. They do not see your chats."
          : `Your seat is paid for by them. You also pay for ${paysToo} of your own: cancel it below if you do not need both.`
      }
      action={
        <Button variant="secondary" onClick={() => setOpen(true)}>
          Leave the team
        </Button>
      }
    >
      <Dialog isOpen={isOpen} onClose={close} title={`Leave ${owner}'s team`}>
        <LeaveTeamForm actions={actions} onClose={close} paysToo={paysToo} />
      </Dialog>
    </Section>
  );
}

type LeaveTeamProps = { actions: Pick<SeatActions, "leave">; onClose: () => void; paysToo: string | null };

export function LeaveTeamForm({ actions, onClose, paysToo }: LeaveTeamProps) {
  const { act, isBusy, problem } = useAct();
  return (
    <div className="grid gap-5">
      <p>
        You are on {paysToo ?? "Free"} at once, and your whole history stays open. To come back you need another
        invitation.
      </p>
      <Problem>{problem?.message}</Problem>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Stay
        </Button>
        <Button variant="danger" aria-busy={isBusy} onClick={() => void act(() => actions.leave({}), onClose)}>
          Leave the team
        </Button>
      </Choices>
    </div>
  );
}
