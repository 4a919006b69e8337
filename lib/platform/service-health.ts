import "server-only";
import { now as clockNow, type Clock } from "@/lib/platform/clock";

export type Service = "openai" | "stripe" | "mail" | "files";
/** `unknown` until the first call: probing costs money or mail, so only real calls count. */
export type ServiceHealth = { state: "unknown" | "ok" | "failing"; code?: string; since?: Date };

/** Pages, routes and jobs are bundled apart, each with its own copy of this module: one book for all of them. */
const kept = globalThis as { parleyHealth?: Map<Service, ServiceHealth> };
const health = (kept.parleyHealth ??= new Map());

/** Adapters say how each call went; a failure's code is one of ours, never the provider's text. */
export function recordOutcome(service: Service, failureCode?: string, now: Clock = clockNow): void {
  const before = health.get(service);
  const state = failureCode === undefined ? "ok" : "failing";
  if (before?.state === state && before.code === failureCode) return;
  health.set(service, { state, since: now(), ...(failureCode === undefined ? {} : { code: failureCode }) });
}

export function healthOf(service: Service): ServiceHealth {
  return health.get(service) ?? { state: "unknown" };
}
