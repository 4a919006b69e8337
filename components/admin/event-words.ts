import { counted, type StateWord } from "@/components/admin/statement-words";
import { spanText } from "@/components/ui/moments";
import type { CopyCheck, CopyHealth } from "@/lib/insights/schema";

/** How equal our copy of Stripe is, in a line: "Drift: 0, checked 12 minutes ago". */
export function copyState(health: CopyHealth): StateWord {
  const { state, drift, repaired, ageMs } = health;
  const checked = ageMs === null ? "never checked before" : `checked ${spanText(ageMs)} ago`;
  if (state === "running") return { tone: "accent", text: progressText(health) };
  if (state === "never") return { tone: "neutral", text: "Drift: not known, never checked" };
  if (state === "failed") return { tone: "bad", text: `Drift: not known, the last check failed; ${checked}` };
  if (state === "stale") return { tone: "warn", text: `Drift: ${drift}, but a check was skipped; last ${checked}` };
  if (state === "clean") return { tone: "good", text: `Drift: 0, ${checked}` };
  const left = drift - repaired;
  if (left > 0) return { tone: "bad", text: `Drift: ${drift}, ${left} not repaired, ${checked}` };
  return { tone: "warn", text: `Drift: ${drift}, repaired, ${checked}` };
}

function progressText({ progress }: CopyHealth): string {
  if (!progress?.total) return "Checking: reading what Stripe holds";
  return `Checking: ${progress.checked} of ${counted(progress.total, "customer")}`;
}

/** What became of one comparison. */
export function checkState({ status, drift, repaired }: CopyCheck): StateWord {
  if (status === "running") return { tone: "accent", text: "Running" };
  if (status === "failed") return { tone: "bad", text: "Failed" };
  if (drift === 0) return { tone: "good", text: "No drift" };
  return drift === repaired ? { tone: "warn", text: "Repaired" } : { tone: "bad", text: "Drift left" };
}
