import { createHash } from "node:crypto";
import type { FaultOrder } from "../store/wire-delivery";
import type { World } from "../store/world";
import { release, stillHeld } from "./batches";
import type { FaultWish } from "./wish";

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

/** `looked`: the orders as they are afterwards. Write them once the unit of work is sure to stay. */
export type Choice = { chosen: FaultOrder | undefined; looked: FaultOrder[] };

/**
 * The oldest order that fits and whose draw says so. Each one that was looked at on the way
 * has moved on by one draw. A batch that has begun is joined without one.
 */
export function choose(orders: FaultOrder[], fits: (order: FaultOrder) => boolean): Choice {
  const looked: FaultOrder[] = [];
  for (const order of orders) {
    if (isSpent(order) || !fits(order)) continue;
    if (order.held.length > 0) return { chosen: order, looked };
    const isHit = draw(order) < order.probability;
    const after = { ...order, seen: order.seen + 1, left: order.left - (isHit ? 1 : 0) };
    looked.push(after);
    if (isHit) return { chosen: after, looked };
  }
  return { chosen: undefined, looked };
}

/** Takes an order off; what it holds back goes out as it came. */
export function takeOff(world: World, id: string, now: number): number {
  const order = world.find("faults", id);
  if (!order) return 0;
  release(world, stillHeld(world, order.held), now);
  world.remove("faults", id);
  return 1;
}

/** Returns how many there were. */
export function takeOffAll(world: World, now: number): number {
  return world.all("faults").reduce((count, { id }) => count + takeOff(world, id, now), 0);
}

function isSpent({ left, held }: FaultOrder): boolean {
  return left === 0 && held.length === 0;
}

/** From 0 up to 1, decided by the seed and the place in the row alone. */
function draw({ seed, seen }: FaultOrder): number {
  return createHash("sha256").update(`${seed}/${seen}`).digest().readUInt32BE(0) / 2 ** 32;
}

function forgetSpent(world: World): void {
  const spent = world.all("faults").filter(isSpent);
  for (const { id } of spent.slice(0, Math.max(0, spent.length - MAX_SPENT))) world.remove("faults", id);
}
