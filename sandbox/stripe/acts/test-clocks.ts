import { invalid } from "../http/failures";
import { stepFrom } from "../rules/periods";
import { change, emit, type Step } from "../store/step";
import type { Customer, TestClock } from "../store/wire";
import { deleteCustomer } from "./deleting-customer";
import { require } from "./require";

const MAX_CUSTOMERS = 3;
const TWO_YEARS_S = 2 * 366 * 86_400;

/** Asks a clock to go on to a moment. It answers at once and is ready when all that falls due by then is done. */
export function advanceTestClock(step: Step, id: string, target: number): TestClock {
  const clock = require(step, "test_clocks", id);
  if (clock.status !== "ready") {
    throw invalid("This test clock is still advancing. Wait until it is ready.", undefined, "test_clock_advancing");
  }
  if (!Number.isInteger(target) || target <= clock.frozen_time) {
    throw invalid("The frozen time must be after the test clock's current frozen time.", "frozen_time");
  }
  if (target > furthest(step, clock)) {
    throw invalid(
      "You may only advance a test clock up to two intervals of its shortest subscription at a time, or two years where it has none.",
      "frozen_time",
    );
  }
  const advancing = change(
    step,
    { of: "test_clocks", id },
    { status: "advancing", status_details: { advancing: { target_frozen_time: target } } },
  );
  emit(step, "test_helpers.test_clock.advancing", advancing);
  return advancing;
}

/** A clock has come to where it was asked to be. */
export function arrive(step: Step, id: string, at: number): void {
  const patch: Partial<TestClock> = { frozen_time: at, status: "ready", status_details: {} };
  emit(step, "test_helpers.test_clock.ready", change(step, { of: "test_clocks", id }, patch));
}

/** A clock goes, and with it its customers and all they have. */
export function deleteTestClock(step: Step, id: string): object {
  const clock = require(step, "test_clocks", id);
  for (const customer of customersOf(step, id)) deleteCustomer({ ...step, now: clock.frozen_time }, customer.id);
  step.world.remove("test_clocks", id);
  emit(step, "test_helpers.test_clock.deleted", clock);
  return { id, object: "test_helpers.test_clock", deleted: true };
}

/** The clock a new customer is to go by. Throws 400 when there is none of that name, or no room on it. */
export function clockFor(step: Step, id: string | undefined): string | null {
  if (!id) return null;
  require(step, "test_clocks", id, "test_clock");
  if (customersOf(step, id).length < MAX_CUSTOMERS) return id;
  throw invalid(`You can have up to ${MAX_CUSTOMERS} customers on a test clock.`, "test_clock");
}

function customersOf({ world }: Step, clock: string): Customer[] {
  return world.where("customers", "test_clock", clock);
}

function furthest(step: Step, { id, frozen_time }: TestClock): number {
  const cadences = customersOf(step, id)
    .flatMap((customer) => step.world.where("subscriptions", "customer", customer.id))
    .filter((subscription) => subscription.ended_at === null)
    .flatMap((subscription) => subscription.items.data.flatMap((item) => item.price.recurring ?? []));
  const ends = cadences.map((cadence) => stepFrom(frozen_time, cadence, 2));
  return Math.min(frozen_time + TWO_YEARS_S, ...ends);
}
