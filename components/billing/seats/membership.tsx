import { DialogButton } from "@/components/billing/dialog-button";
import type { SeatActions } from "@/components/billing/seats/seat-actions";
import { Section } from "@/components/ui/section";
import type { MembershipView } from "@/lib/billing/seats/schema";

type MembershipProps = { membership: MembershipView; actions: Pick<SeatActions, "leave"> };

/** Whose team one is in, and the way out of it. */
export function Membership({ membership, actions: { leave } }: MembershipProps) {
  const { owner, paysToo } = membership;
  return (
    <Section
      title={`${owner}'s team`}
      description={
        paysToo === null
          ? "Your seat is paid for by them. They do not see your chats."
          : `Your seat is paid for by them. You also pay for ${paysToo} of your own: cancel it below if you do not need both.`
      }
      action={
        <DialogButton
          title={`Leave ${owner}'s team`}
          asked={{ form: "leaveTeam", given: { actions: { leave }, paysToo } }}
        >
          Leave the team
        </DialogButton>
      }
    />
  );
}
