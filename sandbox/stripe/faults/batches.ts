import { createHash } from "node:crypto";
import type { Delivery, FaultOrder } from "../store/wire-delivery";
import type { World } from "../store/world";

type Held = Delivery & { fate: Extract<Delivery["fate"], { kind: "webhook_reorder" }> };

/** Those of a batch that have not gone out, neither together nor because they waited too long. */
export function stillHeld(world: World, ids: string[]): Held[] {
  return ids.flatMap((id) => world.find("deliveries", id) ?? []).filter(isHeld);
}

/**
 * Lets deliveries that were held go out from now on, in the order they are named, one after
 * the other for each endpoint: the next one when the one before has been tried.
 */
export function release(world: World, held: Held[], now: number): void {
  const last = new Map<string, string>();
  for (const delivery of held) {
    const behind = last.get(delivery.endpoint) ?? null;
    world.put("deliveries", { ...delivery, nextAttemptAtMs: now * 1000, fate: { ...delivery.fate, behind } });
    last.set(delivery.endpoint, delivery.id);
  }
}

/** Lets a whole batch go in the order it was asked for, which is never the one it came in. */
export function releaseBatch(world: World, order: FaultOrder, now: number): void {
  const held = stillHeld(world, order.held);
  const events = [...new Set(held.map(({ event }) => event))];
  const turned = order.options["order"] === "shuffled" ? shuffled(events, order) : events.toReversed();
  const inTurn = turned.flatMap((event) => held.filter((delivery) => delivery.event === event));
  release(world, inTurn, now);
}

function shuffled(events: string[], { seed, seen }: FaultOrder): string[] {
  const rank = (event: string) =>
    createHash("sha256")
      .update(`${seed}/${seen}/${events.indexOf(event)}`)
      .digest("hex");
  const mixed = events.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return mixed.every((event, i) => event === events[i]) ? events.toReversed() : mixed;
}

function isHeld(delivery: Delivery): delivery is Held {
  return delivery.fate?.kind === "webhook_reorder" && delivery.state === "pending" && delivery.attempts.length === 0;
}
