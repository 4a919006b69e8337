import { takeAway } from "../acts/customer-discount";
import { require } from "../acts/require";
import { type Route, route } from "../http/route";

export const discountRoutes: Route[] = [
  route("DELETE /v1/customers/:id/discount", (step, _params, id) =>
    takeAway(step, require(step, "customers", id).discount, id),
  ),
  route("DELETE /v1/subscriptions/:id/discount", (step, _params, id) => {
    const last = require(step, "subscriptions", id).discounts.at(-1);
    return takeAway(step, step.world.find("discounts", last ?? ""), id);
  }),
];
