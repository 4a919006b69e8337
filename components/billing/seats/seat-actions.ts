import type { Answer } from "@/components/billing/change/change-actions";
import type { FormAction } from "@/components/ui/form-state";
import type { Chosen } from "@/lib/billing/seats/schema";

/** What can be done about a team. The pages hand it in. */
export type SeatActions = {
  invite: FormAction;
  takeBack: (invitation: Chosen) => Promise<Answer>;
  remove: (seat: Chosen) => Promise<Answer>;
  leave: (nothing: Record<string, never>) => Promise<Answer>;
};
