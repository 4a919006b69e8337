import { createHash } from "node:crypto";
import type { FaultOrder } from "../store/wire-delivery";
import type { World } from "../store/world";
import { releaseHeld } from "./batches";
import type { FaultWish } from "./order";

/** How many orders that are used up are still shown. */
const MAX_SPENT = 50;

/** Arms an order. It lies in the world, so it survives a restart and goes with a reset. */
export function placeOrder(
  world: World,
  { seed, ...wish }: FaultWish,
  { now, card = null }: { now: number; card?: string | null },
): FaultOrder {
  forgetSpent(world);
  const id = `flt_${world.count("faults")}`;
  const rest = { left: wish.count, seen: 0, card, created: now, held: [] };
  return world.put("faults", { ...wish, ...rest, id, seed: seed ?? `${world.seed}/${id}` });
}

export function isSpent({ left, held }: FaultOrder): boolean {
  return left === 0 && held.length === 0;
}

/**
 * The oldest order that fits and whose draw says so. Every order that was looked at on the way
 * has moved on by one draw: write those with `put` when the unit of work is sure to stay.
 */
export function choose(
  orders: FaultOrder[],
  fits: (order: FaultOrder) => boolean,
): { chosen: FaultOrder | undefined; looked: FaultOrder[] } {
  const looked: FaultOrder[] = [];
  for (const order of orders) {
    if (order.left === 0 || !fits(order)) continue;
    const isHit = draw(order) < order.probability;
    looked.push({ ...order, seen: order.seen + 1, left: order.left - (isHit ? 1 : 0) });
    if (isHit) return { chosen: order, looked };
  }
  return { chosen: undefined, looked };
}

/** From 0 up to 1, decided by the seed and the place in the row alone. */
function draw({ seed, seen }: FaultOrder): number {
  return createHash("sha256").update(`${seed}/${seen}`).digest().readUInt32BE(0) / 2 ** 32;
}

export function takeOff(world: World, id: string, now: number): number {
  const order = world.find("faults", id);
  if (!order) return 0;
  releaseHeld(world, order.held, now);
  world.remove("faults", id);
  return 1;
}

/** Takes off all of them; what they hold back goes out. Returns how many there were. */
export function takeOffAll(world: World, now: number): number {
  return world.all("faults").reduce((count, { id }) => count + takeOff(world, id, now), 0);
}

function forgetSpent(world: World): void {
  const spent = world.all("faults").filter(isSpent);
  for (const { id } of spent.slice(0, Math.max(0, spent.length - MAX_SPENT))) world.remove("faults", id);
}
