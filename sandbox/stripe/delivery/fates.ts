import type { Clock } from "../clock";
import type { Delivery } from "../store/wire";
import type { World } from "../store/world";
import type { PostResult } from "./post-event";

/** When a delivery's next attempt may begin: in world time, and where a delay was ordered on the machine's clock too. */
export type Turn = { dueMs: number; wallDueMs: number; behind: string | null };

/** The turn of what is still owed; nothing for what is not. `earlier`: the turn it had, whose delay goes on. */
export function turnOf(delivery: Delivery, clock: Clock, earlier: Turn | undefined): Turn | undefined {
  const { state, nextAttemptAtMs: dueMs, attempts, fate } = delivery;
  if (state !== "pending" || dueMs === null) return undefined;
  const usual = { dueMs, wallDueMs: 0, behind: null };
  if (attempts.length > 0) return usual;
  if (fate?.kind === "webhook_reorder") return { ...usual, behind: fate.behind };
  if (fate?.kind !== "webhook_delay") return usual;
  return { ...usual, wallDueMs: earlier?.wallDueMs || clock.wallMs() + fate.waitMs };
}

/** How long until then, in ms; zero or less: now. */
export function waitFor({ dueMs, wallDueMs }: Turn, clock: Clock): number {
  return Math.max(dueMs - clock.nowMs(), wallDueMs - clock.wallMs());
}

/** Whether the one that goes first has not been tried yet. */
export function isBehind(world: World, { behind }: Turn): boolean {
  const first = behind === null ? undefined : world.find("deliveries", behind);
  return first?.state === "pending" && first.attempts.length === 0;
}

/** What to take an attempt for, where an order says that it fails. */
export function failureOrdered({ fate, attempts }: Delivery): { heard: boolean; result: PostResult } | undefined {
  if (fate?.kind !== "webhook_fail" || attempts.length >= fate.tries) return undefined;
  return { heard: fate.heard, result: { status: 500, error: `Taken as a failure by the order ${fate.order}` } };
}

/** Whether the event counts as pending until this one has arrived. A copy is one too many anyway. */
export function isAwaited({ fate }: Delivery): boolean {
  return fate?.kind !== "webhook_duplicate";
}
