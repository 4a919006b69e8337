import type Stripe from "stripe";
import { require } from "../acts/require";
import { cancelSchedule, createSchedule, releaseSchedule, updateSchedule } from "../acts/scheduling";
import { listed } from "../http/listing";
import { inRange, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";

export const scheduleRoutes: Route[] = [
  route<Stripe.SubscriptionScheduleCreateParams>("POST /v1/subscription_schedules", (step, params) =>
    createSchedule(step, params),
  ),
  route<Stripe.SubscriptionScheduleListParams>("GET /v1/subscription_schedules", (step, params) => {
    const { customer, created, scheduled } = params;
    const kept = listed(step.world, "schedules").filter(
      (each) =>
        (customer === undefined || each.customer === customer) &&
        (scheduled !== true || each.status === "not_started") &&
        inRange(each.created, created),
    );
    return pageOf(kept, params, "/v1/subscription_schedules");
  }),
  route("GET /v1/subscription_schedules/:id", (step, _params, id) => require(step, "schedules", id)),
  route<Stripe.SubscriptionScheduleUpdateParams>("POST /v1/subscription_schedules/:id", (step, params, id) =>
    updateSchedule(step, params, id),
  ),
  route<Stripe.SubscriptionScheduleCancelParams>("POST /v1/subscription_schedules/:id/cancel", (step, params, id) =>
    cancelSchedule(step, params, id),
  ),
  route("POST /v1/subscription_schedules/:id/release", (step, _params, id) => releaseSchedule(step, id)),
];
