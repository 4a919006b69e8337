import "server-only";
import {
  createPortalConfiguration,
  findPortalConfiguration,
  mendPortalConfiguration,
  type PortalConfiguration,
} from "@/lib/adapters/payments/portal";
import { type Change, change } from "@/lib/billing/provision-change";

const WORDS: Readonly<Record<keyof PortalConfiguration["allows"], string>> = {
  invoices: "show invoices",
  anotherCard: "take another card",
  cancelling: "cancel",
  cancellingAtPeriodEnd: "cancel at the period's end",
};
const PROMISES = ["invoices", "anotherCard", "cancelling", "cancellingAtPeriodEnd"] as const;

/** What it takes for the portal to allow what our pages promise of it. */
export async function portalChanges(): Promise<Change[]> {
  const found = await findPortalConfiguration();
  if (found === undefined) return [change("+ portal configuration", createPortalConfiguration)];
  const missing = PROMISES.filter((name) => !found.allows[name]).map((name) => WORDS[name]);
  if (missing.length === 0) return [];
  const what = `~ portal configuration ${found.id}: does not ${missing.join(", ")}`;
  return [change(what, () => mendPortalConfiguration(found.id))];
}
