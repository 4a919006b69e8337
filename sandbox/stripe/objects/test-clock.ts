import type Stripe from "stripe";
import type { Step } from "../store/step";
import type { TestClock } from "../store/wire";
import { orNull } from "./fields";

const KEPT_S = 30 * 86_400;

export function buildTestClock(step: Step, params: Stripe.TestHelpers.TestClockCreateParams): TestClock {
  return {
    id: step.world.nextId("clock"),
    object: "test_helpers.test_clock",
    created: step.worldNow,
    deletes_after: step.worldNow + KEPT_S,
    frozen_time: params.frozen_time,
    livemode: false,
    name: orNull(params.name),
    status: "ready",
    status_details: {},
  };
}
