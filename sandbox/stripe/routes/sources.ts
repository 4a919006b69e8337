import type Stripe from "stripe";
import { require } from "../acts/require";
import { addSource, removeSource, requireSource, sourcesOf, updateSource } from "../acts/sources";
import { newestFirst, pageOf } from "../http/paging";
import { type Route, route } from "../http/route";
import { buildSource } from "../objects/source";

const AT = "/v1/customers/:id/sources";

export const sourceRoutes: Route[] = [
  route<Stripe.CustomerCreateSourceParams>(`POST ${AT}`, (step, params, customer) =>
    addSource(step, customer, params.source),
  ),
  route<Stripe.CustomerListSourcesParams>(`GET ${AT}`, (step, params, customer) => {
    require(step, "customers", customer);
    return pageOf(newestFirst(sourcesOf(step, customer)), params, `/v1/customers/${customer}/sources`);
  }),
  route(`GET ${AT}/:id`, (step, _params, customer, id) => buildSource(requireSource(step, { customer, id }))),
  route<Stripe.CustomerUpdateSourceParams>(`POST ${AT}/:id`, (step, params, customer, id) =>
    updateSource(step, params, { customer, id }),
  ),
  route(`DELETE ${AT}/:id`, (step, _params, customer, id) => removeSource(step, { customer, id })),
];
