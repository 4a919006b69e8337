import type { ReactNode } from "react";
import type { ChangeActions } from "@/components/billing/change/change-actions";
import { Choices, Problem } from "@/components/billing/change/dialog-parts";
import { useAct } from "@/components/billing/change/use-act";
import { Button } from "@/components/ui/button";

type AheadFormProps = {
  wish: Parameters<ChangeActions["planAhead"]>[0];
  actions: Pick<ChangeActions, "planAhead">;
  onClose: () => void;
  /** On the button that plans it. */
  label: string;
  /** What it is that waits. */
  children: ReactNode;
};

/** A change that waits for the end of what is paid. */
export function AheadForm({ wish, actions, onClose, label, children }: AheadFormProps) {
  const { act, isBusy, problem } = useAct();
  return (
    <div className="grid gap-5">
      {children}
      <p className="text-muted">You can take it back until then.</p>
      <Problem>{problem?.message}</Problem>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Keep it as it is
        </Button>
        <Button aria-busy={isBusy} onClick={() => void act(() => actions.planAhead(wish), onClose)}>
          {label}
        </Button>
      </Choices>
    </div>
  );
}
