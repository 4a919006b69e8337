import type { Step } from "../store/step";
import type { Price } from "../store/wire";
import { createSchedule, updateSchedule } from "./scheduling";

/** Puts a change of plan off to the end of the running period: nothing is billed or given back until then. */
export function deferChange(step: Step, id: string, { price, quantity }: { price: Price; quantity: number }): void {
  const schedule = createSchedule(step, { from_subscription: id });
  const [runs] = schedule.phases;
  if (!runs) throw new Error(`Schedule ${schedule.id} has no phase`);
  const items = runs.items.map((item) => ({ price: item.price, quantity: item.quantity }));
  const cadence = price.recurring ?? { interval: "month", interval_count: 1 };
  const duration = { interval: cadence.interval, interval_count: cadence.interval_count };
  const phases = [
    { items, start_date: runs.start_date, end_date: runs.end_date },
    { items: [{ price: price.id, quantity }], duration, proration_behavior: "none" as const },
  ];
  updateSchedule(step, { phases }, schedule.id);
}
