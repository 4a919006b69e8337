import type { Step } from "../store/step";
import type { CollectionName, TestClock } from "../store/wire";
import type { World } from "../store/world";

/** The kinds of things that can belong to a customer, by how their ids begin. */
const HOMES: [prefix: string, home: CollectionName][] = [
  ["sub_sched_", "schedules"],
  ["sub_", "subscriptions"],
  ["in_", "invoices"],
  ["ii_", "invoice_items"],
  ["pi_", "payment_intents"],
  ["seti_", "setup_intents"],
  ["cs_", "checkout_sessions"],
  ["cn_", "credit_notes"],
];

/** The fields of a request that may name what it is about. */
const NAMING = ["customer", "subscription", "invoice", "from_subscription", "payment_intent", "test_clock"];

/** The test clock a thing goes by: its own, or its customer's. */
export function clockOf(world: World, thing: object | undefined): TestClock | undefined {
  const { test_clock, customer, charge } = (thing ?? {}) as { [name: string]: unknown };
  if (typeof test_clock === "string") return world.find("test_clocks", test_clock);
  if (customer === undefined && typeof charge === "string") return clockOf(world, world.find("charges", charge));
  const owner = typeof customer === "string" ? world.find("customers", customer) : undefined;
  return owner?.test_clock ? clockOf(world, owner) : undefined;
}

/** What time it is for a request: frozen, where it is about something on a test clock. */
export function timeFor(world: World, ids: string[], params: object, now: number): number {
  const named = NAMING.map((name) => (params as { [name: string]: unknown })[name]);
  for (const id of [...ids, ...named]) {
    const clock = typeof id === "string" ? clockById(world, id) : undefined;
    if (clock) return clock.frozen_time;
  }
  return now;
}

/** The same step at its customer's own time. */
export function onClockOf(step: Step, customer: string | null): Step {
  const clock = customer === null ? undefined : clockOf(step.world, { customer });
  return clock ? { ...step, now: clock.frozen_time } : step;
}

function clockById(world: World, id: string): TestClock | undefined {
  if (id.startsWith("clock_")) return undefined;
  if (id.startsWith("cus_")) return clockOf(world, { customer: id });
  const home = HOMES.find(([prefix]) => id.startsWith(prefix))?.[1];
  return home && clockOf(world, world.find(home, id));
}
