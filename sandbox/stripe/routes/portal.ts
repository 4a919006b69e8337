import type Stripe from "stripe";
import { refuseUnbuilt, require, requireCustomer } from "../acts/require";
import { invalid, parameterMissing } from "../http/failures";
import { listed } from "../http/listing";
import { pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { changed, metadataOf } from "../objects/fields";
import { buildPortalConfiguration, buildPortalSession, featuresOf } from "../objects/portal";
import { change, emit, type Step } from "../store/step";
import type { PortalConfiguration, PortalSession } from "../store/wire";

type CreateParams = Stripe.BillingPortal.ConfigurationCreateParams;
type UpdateParams = Stripe.BillingPortal.ConfigurationUpdateParams;

export const portalRoutes: Route[] = [
  route<CreateParams>("POST /v1/billing_portal/configurations", (step, params) => {
    refuseFeatures(params.features);
    const isFirst = step.world.size("portal_configurations") === 0;
    const made = step.world.put("portal_configurations", buildPortalConfiguration(step, params, isFirst));
    emit(step, "billing_portal.configuration.created", made);
    return made;
  }),
  route<Stripe.BillingPortal.ConfigurationListParams>("GET /v1/billing_portal/configurations", (step, params) => {
    const kept = listed(step.world, "portal_configurations").filter(
      (c) =>
        (params.active === undefined || c.active === params.active) &&
        (params.is_default === undefined || c.is_default === params.is_default),
    );
    return pageOf(kept, params, "/v1/billing_portal/configurations");
  }),
  route("GET /v1/billing_portal/configurations/:id", (step, _params, id) => require(step, "portal_configurations", id)),
  route<UpdateParams>("POST /v1/billing_portal/configurations/:id", (step, params, id) =>
    updateConfiguration(step, params, id),
  ),
  route<Stripe.BillingPortal.SessionCreateParams>("POST /v1/billing_portal/sessions", (step, params) =>
    openPortal(step, params),
  ),
];

function refuseFeatures(features: object | undefined): void {
  const asked = (features ?? {}) as {
    [name: string]: { enabled?: boolean; products?: unknown[] } | undefined;
  };
  const update = asked["subscription_update"];
  if (update?.enabled && !update.products?.length) throw parameterMissing("features[subscription_update][products]");
}

function updateConfiguration(step: Step, params: UpdateParams, id: string): PortalConfiguration {
  const before = require(step, "portal_configurations", id);
  refuseFeatures(params.features);
  const patch: Partial<PortalConfiguration> = {
    active: params.active ?? before.active,
    default_return_url: changed(params.default_return_url, before.default_return_url),
    features: params.features
      ? featuresOf({ ...before.features, ...params.features } as CreateParams["features"])
      : before.features,
    metadata: metadataOf(before.metadata, params.metadata),
    updated: step.now,
  };
  return change(step, { of: "portal_configurations", id }, patch, "billing_portal.configuration.updated");
}

/** A page of the customer's own. Without a configuration the default one is used, and made if need be. */
function openPortal(step: Step, params: Stripe.BillingPortal.SessionCreateParams): PortalSession {
  refuseUnbuilt(params, ["flow_data"]);
  if (params.customer === undefined) throw parameterMissing("customer");
  const customer = requireCustomer(step, params.customer);
  if (params.return_url !== undefined && !URL.canParse(params.return_url)) {
    throw invalid("Not a valid URL", "return_url", "url_invalid");
  }
  const configuration = params.configuration
    ? require(step, "portal_configurations", params.configuration, "configuration")
    : defaultConfiguration(step);
  const returnUrl = params.return_url ?? configuration.default_return_url;
  const session = buildPortalSession(step, { customer: customer.id, configuration: configuration.id, returnUrl });
  emit(step, "billing_portal.session.created", session);
  return step.world.put("portal_sessions", session);
}

function defaultConfiguration(step: Step): PortalConfiguration {
  const known = step.world.all("portal_configurations").find((c) => c.is_default);
  return known ?? step.world.put("portal_configurations", buildPortalConfiguration(step, {}, true));
}
