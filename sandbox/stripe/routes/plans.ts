import type Stripe from "stripe";
import { refuseUnbuilt, require } from "../acts/require";
import { invalid, missing, parameterMissing } from "../http/failures";
import { inRange, newestFirst, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { buildPrice, buildProduct, planOf } from "../objects/catalog";
import { changed, metadataOf, or } from "../objects/fields";
import { previousAttributes } from "../rules/previous-attributes";
import { change, emit, type Step } from "../store/step";
import type { Plan, Price } from "../store/wire";

const UNBUILT = ["amount_decimal", "tiers", "tiers_mode", "transform_usage", "meter"];

/** The old name for recurring prices: every plan is one, under the same id. */
export const planRoutes: Route[] = [
  route<Stripe.PlanCreateParams>("POST /v1/plans", (step, params) => createPlan(step, params)),
  route<Stripe.PlanListParams>("GET /v1/plans", (step, params) => {
    const kept = newestFirst(step.world.all("prices")).filter(
      (price) =>
        price.recurring &&
        (params.active === undefined || price.active === params.active) &&
        (params.product === undefined || price.product === params.product) &&
        inRange(price.created, params.created),
    );
    return pageOf(kept.map(planOf), params, "/v1/plans");
  }),
  route("GET /v1/plans/:id", (step, _params, id) => planOf(requirePlan(step, id))),
  route<Stripe.PlanUpdateParams>("POST /v1/plans/:id", (step, params, id) => updatePlan(step, params, id)),
  route("DELETE /v1/plans/:id", (step, _params, id) => {
    const plan = planOf(requirePlan(step, id));
    step.world.remove("prices", id);
    emit(step, "plan.deleted", plan);
    return { id, object: "plan", deleted: true };
  }),
];

function createPlan(step: Step, params: Stripe.PlanCreateParams): Plan {
  refuseUnbuilt(params, UNBUILT);
  const { amount = 0, currency, interval } = params;
  if (!Number.isInteger(amount) || amount < 0) throw invalid(`Invalid integer: ${amount}`, "amount");
  if (!/^[a-z]{3}$/i.test(currency)) throw invalid(`Invalid currency: ${currency}.`, "currency");
  const id = or(params.id, step.world.nextId("plan"));
  if (step.world.has("prices", id)) throw invalid("Plan already exists.", "id", "resource_already_exists");
  const built = buildPrice(step, {
    product: productOf(step, params),
    currency,
    unitAmount: amount,
    recurring: {
      interval: interval as "month",
      interval_count: or(params.interval_count, 1),
      ...(params.trial_period_days === undefined ? {} : { trial_period_days: params.trial_period_days }),
    },
    params,
  });
  const price = step.world.put("prices", { ...built, id });
  emit(step, "plan.created", planOf(price));
  emit(step, "price.created", price);
  return planOf(price);
}

function productOf(step: Step, { product }: Stripe.PlanCreateParams): string {
  if (product === undefined) throw parameterMissing("product");
  if (typeof product === "string") return require(step, "products", product, "product").id;
  if (product.id !== undefined && step.world.has("products", product.id)) {
    throw invalid("Product already exists.", "product[id]", "resource_already_exists");
  }
  const made = step.world.put("products", buildProduct(step, product));
  emit(step, "product.created", made);
  return made.id;
}

/** What changed is told by its old name and by its new one. */
function updatePlan(step: Step, params: Stripe.PlanUpdateParams, id: string): Plan {
  refuseUnbuilt(params, ["product"]);
  const before = requirePlan(step, id);
  const days = params.trial_period_days;
  const patch = {
    active: or(params.active, before.active),
    metadata: metadataOf(before.metadata, params.metadata),
    nickname: changed(params.nickname, before.nickname),
    recurring:
      before.recurring && days !== undefined ? { ...before.recurring, trial_period_days: days } : before.recurring,
  };
  const after = change(step, { of: "prices", id }, patch, "price.updated");
  const plan = planOf(after);
  const previous = previousAttributes(planOf(before), plan);
  if (Object.keys(previous).length > 0) step.events.push({ type: "plan.updated", object: () => plan, previous });
  return plan;
}

function requirePlan(step: Step, id: string): Price {
  const price = step.world.find("prices", id);
  if (price?.recurring) return price;
  throw missing("plan", id);
}
