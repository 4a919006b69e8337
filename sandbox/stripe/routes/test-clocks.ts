import type Stripe from "stripe";
import { refuseUnbuilt, require } from "../acts/require";
import { advanceTestClock, deleteTestClock } from "../acts/test-clocks";
import { invalid } from "../http/failures";
import { listed } from "../http/listing";
import { pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { buildTestClock } from "../objects/test-clock";
import { emit, type Step } from "../store/step";
import type { TestClock } from "../store/wire";

const AT = "/v1/test_helpers/test_clocks";

export const testClockRoutes: Route[] = [
  route<Stripe.TestHelpers.TestClockCreateParams>(`POST ${AT}`, (step, params) => create(step, params)),
  route<Stripe.TestHelpers.TestClockListParams>(`GET ${AT}`, (step, params) =>
    pageOf(listed(step.world, "test_clocks"), params, AT),
  ),
  route(`GET ${AT}/:id`, (step, _params, id) => require(step, "test_clocks", id)),
  route<Stripe.TestHelpers.TestClockAdvanceParams>(`POST ${AT}/:id/advance`, (step, params, id) =>
    advanceTestClock(step, id, params.frozen_time),
  ),
  route(`DELETE ${AT}/:id`, (step, _params, id) => deleteTestClock(step, id)),
];

function create(step: Step, params: Stripe.TestHelpers.TestClockCreateParams): TestClock {
  refuseUnbuilt(params, ["customer"]);
  if (!Number.isInteger(params.frozen_time) || params.frozen_time < 0) {
    throw invalid(`Invalid integer: ${params.frozen_time}`, "frozen_time", "parameter_invalid_integer");
  }
  const clock = step.world.put("test_clocks", buildTestClock(step, params));
  emit(step, "test_helpers.test_clock.created", clock);
  return clock;
}
