import type { Clock } from "../clock";
import { planDeliveries } from "../delivery/plan-deliveries";
import { type Asked, settleEvents, startStep, type Step } from "../store/step";
import type { World } from "../store/world";

export type PageWorld = { world: World; clock: Clock };

type Visit = Asked & { origin: string };

/** One unit of work a page does: all of it, or nothing when it throws. */
export function doOnPage<T>({ world, clock }: PageWorld, request: Visit, work: (step: Step) => T): T {
  const step = startStep(world, Math.floor(clock.nowMs() / 1000), { origin: request.origin, asked: request });
  try {
    const result = work(step);
    planDeliveries(step, settleEvents(step));
    return result;
  } catch (error) {
    world.rollback();
    throw error;
  }
}
