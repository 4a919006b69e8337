import { expect, test } from "vitest";
import type { StripeFailure } from "./failures";
import { decodeForm } from "./form";
import { isKnownRoute, readParameters } from "./parameters";

function refusalOf(route: string, text: string) {
  try {
    readParameters(route, decodeForm(text));
  } catch (error) {
    return (error as StripeFailure).body;
  }
  throw new Error(`${text} was taken`);
}

const CUSTOMER = "POST /v1/customers";
const SUBSCRIPTION = "POST /v1/subscriptions";
const UPDATE = "POST /v1/subscriptions/:id";

test.each([
  [CUSTOMER, "nonsense=1", "nonsense", "parameter_unknown"],
  [CUSTOMER, "hasOwnProperty=1", "hasOwnProperty", "parameter_unknown"],
  [CUSTOMER, "address[street]=x", "address[street]", "parameter_unknown"],
  [CUSTOMER, "address=London", "address", undefined],
  [CUSTOMER, "email[a]=x", "email", undefined],
  [CUSTOMER, "balance=ten", "balance", "parameter_invalid_integer"],
  [CUSTOMER, "balance=", "balance", "parameter_invalid_integer"],
  [CUSTOMER, "balance=1e400", "balance", "parameter_invalid_integer"],
  [CUSTOMER, "tax_exempt=maybe", "tax_exempt", undefined],
  [CUSTOMER, "shipping[name]=Ada", "shipping[address]", "parameter_missing"],
  [CUSTOMER, `metadata[${"k".repeat(41)}]=1`, "metadata", undefined],
  [CUSTOMER, `metadata[k]=${"v".repeat(501)}`, "metadata[k]", undefined],
  [CUSTOMER, "metadata[a][b]=1", "metadata[a]", undefined],
  [CUSTOMER, `metadata=x`, "metadata", undefined],
  [CUSTOMER, `description=${"x".repeat(5_001)}`, "description", undefined],
  [SUBSCRIPTION, "items=", "items", undefined],
  [SUBSCRIPTION, "items[a]=1", "items", undefined],
  [SUBSCRIPTION, "items[0][quantity]=two", "items[0][quantity]", "parameter_invalid_integer"],
  [SUBSCRIPTION, "items[1][prize]=x&items[0][price]=y", "items[1][prize]", "parameter_unknown"],
  [SUBSCRIPTION, "cancel_at_period_end=yes", "cancel_at_period_end", undefined],
  [SUBSCRIPTION, "cancel_at_period_end=", "cancel_at_period_end", undefined],
  [UPDATE, "trial_end=tomorrow", "trial_end", "parameter_invalid_integer"],
  ["POST /v1/products", "", "name", "parameter_missing"],
])("%s refuses %.40s, naming %s", (route, text, param, code) => {
  expect(refusalOf(route, text)).toMatchObject({ type: "invalid_request_error", param, ...(code ? { code } : {}) });
});

test.each([
  [CUSTOMER, "balance=-5&validate=true", { balance: -5, validate: true }],
  [CUSTOMER, "metadata=", { metadata: "" }],
  [CUSTOMER, "metadata[a]=", { metadata: { a: "" } }],
  [CUSTOMER, "address=", { address: "" }],
  [CUSTOMER, "preferred_locales[0]=en&preferred_locales[1]=de", { preferred_locales: ["en", "de"] }],
  [UPDATE, "trial_end=now", { trial_end: "now" }],
  [UPDATE, "trial_end=1800000000", { trial_end: 1_800_000_000 }],
  [UPDATE, "cancel_at=", { cancel_at: "" }],
  [UPDATE, "pause_collection=", { pause_collection: "" }],
  ["GET /v1/customers", "created[gte]=5&limit=3", { created: { gte: 5 }, limit: 3 }],
  ["GET /v1/customers", "created=5", { created: 5 }],
])("%s takes %s with its types", (route, text, params) => {
  expect(readParameters(route, decodeForm(text))).toEqual(params);
});

test("a word that is not one of those allowed is told which are", () => {
  const { message } = refusalOf(SUBSCRIPTION, "collection_method=magic");
  expect(message).toBe("Invalid collection_method: must be one of charge_automatically, or send_invoice");
});

test("where there is one word to say, another is refused; nothing unsets only what can be unset", () => {
  const mapping = "customer_mapping[event_payload_key]=a&customer_mapping[type]";
  const meter = `default_aggregation[formula]=sum&display_name=a&event_name=a&${mapping}`;
  expect(readParameters("POST /v1/billing/meters", decodeForm(`${meter}=by_id`))).toBeDefined();
  expect(refusalOf("POST /v1/billing/meters", `${meter}=now`).message).toBe(
    "Invalid customer_mapping[type]: must be one of by_id",
  );
  expect(refusalOf("POST /v1/billing/meters", `${meter}=`)).toMatchObject({
    code: "parameter_invalid_empty",
    param: "customer_mapping[type]",
  });
  expect(refusalOf(SUBSCRIPTION, "collection_method=").message).toMatch(/^You passed an empty string for/);
});

test("routes are known by their pattern", () => {
  expect(isKnownRoute("GET /v1/customers/:id")).toBe(true);
  expect(isKnownRoute("GET /v1/customers/cus_1")).toBe(false);
  expect(isKnownRoute("PUT /v1/customers/:id")).toBe(false);
});
