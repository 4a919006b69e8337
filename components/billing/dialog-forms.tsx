import { LaterForm } from "@/components/billing/change/later-form";
import { LeaveForm } from "@/components/billing/change/leave-form";
import { QuoteForm } from "@/components/billing/change/quote-form";
import { GoOnForm } from "@/components/billing/pause/go-on-form";
import { PauseForm } from "@/components/billing/pause/pause-form";
import { LeaveTeamForm } from "@/components/billing/seats/leave-team-form";
import { SeatsForm } from "@/components/billing/seats/seats-form";

type Given<Form extends (props: never) => unknown> = Omit<Parameters<Form>[0], "onClose">;

/** Which form stands in a dialog of the billing page, and what it is given. */
export type AskedForm =
  | { form: "quote"; given: Given<typeof QuoteForm> }
  | { form: "later"; given: Given<typeof LaterForm> }
  | { form: "leave"; given: Given<typeof LeaveForm> }
  | { form: "pause"; given: Given<typeof PauseForm> }
  | { form: "goOn"; given: Given<typeof GoOnForm> }
  | { form: "seats"; given: Given<typeof SeatsForm> }
  | { form: "leaveTeam"; given: Given<typeof LeaveTeamForm> };

export function DialogForm({ asked, onClose }: { asked: AskedForm; onClose: () => void }) {
  switch (asked.form) {
    case "quote":
      return <QuoteForm {...asked.given} onClose={onClose} />;
    case "later":
      return <LaterForm {...asked.given} onClose={onClose} />;
    case "leave":
      return <LeaveForm {...asked.given} onClose={onClose} />;
    case "pause":
      return <PauseForm {...asked.given} onClose={onClose} />;
    case "goOn":
      return <GoOnForm {...asked.given} onClose={onClose} />;
    case "seats":
      return <SeatsForm {...asked.given} onClose={onClose} />;
    default:
      return <LeaveTeamForm {...asked.given} onClose={onClose} />;
  }
}
