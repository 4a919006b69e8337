import type { Answer } from "@/components/billing/change/change-actions";
import type { FormAction } from "@/components/ui/form-state";
import type { ChosenKey, RenameKey } from "@/lib/identity/keys/schema";

/** What can be done about one's keys. The page hands it in. */
export type KeyActions = {
  rename: (to: RenameKey) => Promise<Answer>;
  revoke: (which: ChosenKey) => Promise<Answer>;
  rotate: FormAction;
};
