import type { Delivery } from "../store/wire-delivery";
import type { World } from "../store/world";

/**
 * Lets deliveries that were held go out from now on, in the order they are named, one after
 * the other for each endpoint: the next one when the one before has been tried. What has gone
 * out by itself meanwhile is left alone.
 */
export function releaseHeld(world: World, ids: string[], now: number): void {
  const last = new Map<string, string>();
  for (const delivery of ids.flatMap((id) => world.find("deliveries", id) ?? [])) {
    if (!isWaiting(delivery)) continue;
    const behind = last.get(delivery.endpoint) ?? null;
    world.put("deliveries", { ...delivery, nextAttemptAtMs: now * 1000, fate: { ...delivery.fate, behind } });
    last.set(delivery.endpoint, delivery.id);
  }
}

type Held = Delivery & { fate: Extract<Delivery["fate"], { kind: "webhook_reorder" }> };

function isWaiting(delivery: Delivery): delivery is Held {
  return delivery.fate?.kind === "webhook_reorder" && delivery.state === "pending" && delivery.attempts.length === 0;
}
