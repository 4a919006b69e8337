import type { Clock } from "../clock";
import { planDeliveries } from "../delivery/plan-deliveries";
import { settleEvents, startStep, type Step } from "../store/step";
import type { World } from "../store/world";

export type PageWorld = { world: World; clock: Clock };

/** One unit of work a page does: all of it, or nothing when it throws. */
export function doOnPage<T>({ world, clock }: PageWorld, origin: string, work: (step: Step) => T): T {
  const step = startStep(world, Math.floor(clock.nowMs() / 1000), { origin });
  try {
    const result = work(step);
    planDeliveries(step, settleEvents(step));
    return result;
  } catch (error) {
    world.rollback();
    throw error;
  }
}
