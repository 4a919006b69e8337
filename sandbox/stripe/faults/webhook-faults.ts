import type { Step } from "../store/step";
import type { Delivery, StripeEvent } from "../store/wire";
import type { FaultOrder } from "../store/wire-delivery";
import type { World } from "../store/world";
import { releaseBatch, stillHeld } from "./batches";
import { customerOfEvent } from "./customer-scope";
import { namesEvent } from "./event-scope";
import { choose } from "./orders";
import { fitsRoute } from "./route-scope";

/**
 * Lets the oldest order that fits an event decide how it travels, in the step that made the event.
 * One event meets one order at most, however many endpoints hear of it.
 */
export function applyWebhookFaults(step: Step, event: StripeEvent, planned: Delivery[]): void {
  const { world } = step;
  const orders = world.all("faults").filter(({ events }) => events !== null);
  if (orders.length === 0) return;
  closeOldBatches(step, orders);
  const { chosen, looked } = choose(world.all("faults"), (order) => meets(step, order, event));
  for (const order of looked) world.put("faults", order);
  if (chosen) strike(step, chosen, planned);
}

function meets({ world, asked }: Step, { events, route, customer }: FaultOrder, event: StripeEvent): boolean {
  if (events === null || !namesEvent(events, event.type)) return false;
  // What falls due by itself is no request's doing, and `*` means that too.
  const isAnywhere = route === null || route === "*";
  if (!isAnywhere && (asked === null || !fitsRoute(route, asked))) return false;
  return customer === null || customerOfEvent(world, event) === customer;
}

function strike(step: Step, order: FaultOrder, planned: Delivery[]): void {
  const { world } = step;
  if (order.kind === "webhook_reorder") {
    hold(step, order, planned);
    return;
  }
  for (const delivery of planned) {
    for (const changed of struck(step, order, delivery)) world.put("deliveries", changed);
  }
}

/** A delivery as the order makes it, with what else comes of it. */
function struck({ world, worldNow }: Step, { id, kind, options }: FaultOrder, delivery: Delivery): Delivery[] {
  const nowMs = worldNow * 1000;
  switch (kind) {
    case "webhook_drop": {
      const attempt = { atMs: nowMs, status: null, error: `Dropped by the order ${id}`, durationMs: 0 };
      const fate = { kind, order: id };
      return [{ ...delivery, fate, state: "failed", attempts: [attempt], nextAttemptAtMs: null }];
    }
    case "webhook_fail": {
      const fate = { kind, order: id, tries: Number(options["tries"]), heard: options["heard"] === true };
      return [{ ...delivery, fate }];
    }
    case "webhook_delay": {
      const fate = { kind, order: id, waitMs: Number(options["ms"]) };
      return [{ ...delivery, fate, nextAttemptAtMs: nowMs + Number(options["seconds"]) * 1000 }];
    }
    case "webhook_duplicate":
      return Array.from({ length: Number(options["times"]) }, () => ({
        ...delivery,
        id: world.nextId("dlv"),
        fate: { kind, order: id },
      }));
    default:
      return [delivery];
  }
}

/** Puts an event's deliveries into the batch, and lets the batch go once it is full. */
function hold({ world, worldNow }: Step, order: FaultOrder, planned: Delivery[]): void {
  const untilMs = (worldNow + Number(order.options["hold_seconds"])) * 1000;
  for (const delivery of planned) {
    const fate = { kind: "webhook_reorder", order: order.id, behind: null } as const;
    world.put("deliveries", { ...delivery, fate, nextAttemptAtMs: untilMs });
  }
  const held = [...order.held, ...planned.map(({ id }) => id)];
  const isFull = new Set(stillHeld(world, held).map(({ event }) => event)).size >= Number(order.options["size"]);
  if (isFull) releaseBatch(world, { ...order, held }, worldNow);
  world.put("faults", { ...order, held: isFull ? [] : held });
}

/** A batch whose first event has waited long enough goes out as it came, and the next event begins another. */
function closeOldBatches({ world, worldNow }: Step, orders: FaultOrder[]): void {
  for (const order of orders) {
    if (order.held.length === 0) continue;
    const isOver = stillHeld(world, order.held).length < order.held.length || isDue(world, order, worldNow);
    if (isOver) world.put("faults", { ...order, held: [] });
  }
}

function isDue(world: World, { held: [first = ""] }: FaultOrder, worldNow: number): boolean {
  const dueMs = world.find("deliveries", first)?.nextAttemptAtMs ?? 0;
  return dueMs <= worldNow * 1000;
}
