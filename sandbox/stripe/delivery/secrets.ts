import type { EndpointSecret } from "../store/wire";
import type { World } from "../store/world";

/** The longest that a replaced secret may go on signing, as with Stripe: a day. */
export const MAX_OVERLAP_S = 86_400;

/** The secrets that sign now: the newest first, then those that were replaced a short while ago. */
export function liveSecrets({ secret, earlier = [] }: EndpointSecret, nowMs: number): string[] {
  return [secret, ...earlier.filter(({ untilMs }) => untilMs > nowMs).map((old) => old.secret)];
}

/** Replaces an endpoint's secret; the old one signs beside it for so many seconds. Nothing if there is no such endpoint. */
export function rollSecret(
  world: World,
  endpoint: string,
  { overlapS, nowMs }: { overlapS: number; nowMs: number },
): string | undefined {
  const held = world.find("endpoint_secrets", endpoint);
  if (!held) return undefined;
  const earlier = (held.earlier ?? []).filter(({ untilMs }) => untilMs > nowMs);
  const kept = overlapS > 0 ? [{ secret: held.secret, untilMs: nowMs + overlapS * 1000 }, ...earlier] : [];
  const secret = world.nextId("whsec");
  world.put("endpoint_secrets", { id: endpoint, secret, earlier: kept });
  return secret;
}
