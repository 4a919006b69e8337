import { listed } from "@/components/shell/listed";
import { dayText, spanText } from "@/components/ui/moments";
import type { KeyView, Overlap } from "@/lib/identity/keys/schema";
import { KEY_SCOPES, type KeyScope } from "@/lib/identity/schema";
import { formatMicros } from "@/lib/platform/money";

export const SCOPE_LABELS: Record<KeyScope, string> = {
  models: "List models",
  chat: "Chat completions",
  embeddings: "Embeddings",
};

export const OVERLAP_LABELS: Record<Overlap, string> = {
  none: "Stops at once",
  day: "Works for 24 hours more",
  week: "Works for 7 days more",
};

/** "Chat completions and embeddings", or "Everything". */
export function scopesText(scopes: readonly KeyScope[]): string {
  if (scopes.length === 0) return "Nothing";
  if (scopes.length === KEY_SCOPES.length) return "Everything";
  const [first = "", ...rest] = scopes.map((scope) => SCOPE_LABELS[scope]);
  return listed([first, ...rest.map((label) => label.toLowerCase())], "conjunction");
}

/** "60 requests a minute", where the key has a limit of its own. */
export function rateText({ requestsPerMinute }: Pick<KeyView, "requestsPerMinute">, locale: string): string {
  if (requestsPerMinute === null) return "";
  const count = requestsPerMinute.toLocaleString(locale);
  return `${count} request${requestsPerMinute === 1 ? "" : "s"} a minute`;
}

/** What was spent of what may be; nothing to say of a key without a budget that was not used. */
export function spentText(budgetMicros: bigint | null, spentMicros: bigint, locale: string): string {
  const spent = formatMicros(spentMicros, { locale });
  if (budgetMicros !== null) return `${spent} of ${formatMicros(budgetMicros, { locale })} this cycle`;
  return spentMicros === 0n ? "" : `${spent} this cycle`;
}

/** Whole cents suffice for a line a hundred pixels wide, and keep money out of floating point. */
export function spentShare(budgetMicros: bigint, spentMicros: bigint): number {
  const perMille = (spentMicros * 1000n) / budgetMicros;
  return Number(perMille) / 1000;
}

/** "Never used", "Used 5 minutes ago". */
export function usedText(lastUsedAt: Date | null, at: Date): string {
  if (lastUsedAt === null) return "Never used";
  const ms = at.getTime() - lastUsedAt.getTime();
  // What is noted is known to the minute.
  return ms < 120_000 ? "Used just now" : `Used ${spanText(ms)} ago`;
}

/** When it ends, or that it does not. */
export function endText({ expiresAt, state }: Pick<KeyView, "expiresAt" | "state">, locale: string): string {
  if (state === "revoked") return "Opens nothing any more";
  if (expiresAt === null) return "No end";
  return `${state === "expired" ? "Expired" : "Ends"} on ${dayText(expiresAt, locale)}`;
}
