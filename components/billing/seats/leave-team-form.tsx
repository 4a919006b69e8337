import { Choices, Problem } from "@/components/billing/change/dialog-parts";
import { useAct } from "@/components/billing/change/use-act";
import type { SeatActions } from "@/components/billing/seats/seat-actions";
import { Button } from "@/components/ui/button";

type LeaveTeamProps = { actions: Pick<SeatActions, "leave">; onClose: () => void; paysToo: string | null };

/** What one has without the seat, and the yes to that. */
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
