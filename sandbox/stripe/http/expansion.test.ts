import { expect, test } from "vitest";
import { allRoutes } from "../routes/all-routes";
import { aFullWorld } from "../testing/any-request";
import { type Fields, StillWorld } from "../testing/still-world";

function aWorld() {
  const world = new StillWorld();
  const price = world.price(1900);
  const customer = world.payer("pm_card_visa");
  const subscription = world.subscribe(customer, price);
  const [invoice] = world.invoices(customer);
  const [charge] = world.all("charges");
  world.post("/v1/refunds", { charge: charge?.id, amount: 100 });
  const paths: { [name: string]: string } = {
    subscription: `/v1/subscriptions/${subscription.id}`,
    invoice: `/v1/invoices/${invoice?.id}`,
    customer: `/v1/customers/${customer}`,
    charge: `/v1/charges/${charge?.id}`,
    price: `/v1/prices/${price}`,
  };
  const ask = (name: string, expand: string[]) => world.ask("GET", paths[name] ?? name, { expand });
  return { world, ask, customer, price };
}

/** What stands at a path of a reply. */
function at(body: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, step) => (value as Fields | undefined)?.[step], body);
}

test.each([
  ["subscription", "customer", "customer.object", "customer"],
  ["subscription", "latest_invoice", "latest_invoice.object", "invoice"],
  ["subscription", "latest_invoice.customer", "latest_invoice.customer.object", "customer"],
  ["subscription", "items.data.price.product", "items.data.0.price.product.object", "product"],
  ["subscription", "latest_invoice.payments", "latest_invoice.payments.data.0.object", "invoice_payment"],
  ["subscription", "latest_invoice.confirmation_secret", "latest_invoice.confirmation_secret.type", "payment_intent"],
  ["invoice", "payments.data.payment.payment_intent", "payments.data.0.payment.payment_intent.status", "succeeded"],
  ["invoice", "parent.subscription_details.subscription", "parent.subscription_details.subscription.status", "active"],
  ["customer", "subscriptions", "subscriptions.data.0.object", "subscription"],
  ["customer", "invoice_settings.default_payment_method", "invoice_settings.default_payment_method.type", "card"],
  ["charge", "balance_transaction", "balance_transaction.type", "charge"],
  ["charge", "refunds", "refunds.data.0.amount", 100],
  ["charge", "payment_intent.payment_method", "payment_intent.payment_method.type", "card"],
  ["price", "product", "product.name", "Pro"],
  ["/v1/subscriptions", "data.customer", "data.0.customer.object", "customer"],
  ["/v1/invoices", "data.customer.subscriptions", "data.0.customer.subscriptions.data.0.status", "active"],
])("%s with %s has %s", (name, path, place, value) => {
  const { status, body } = aWorld().ask(name, [path]);
  expect(status).toBe(200);
  expect(at(body, place)).toBe(value);
});

test.each([
  ["subscription", "nothing"],
  ["subscription", "customer.nothing"],
  ["subscription", "status"],
  ["subscription", "created"],
  ["subscription", "livemode"],
  ["customer", "invoice_prefix.first"],
  ["price", ""],
  ["price", "product."],
  ["price", "__proto__"],
  ["price", "constructor"],
  ["/v1/subscriptions", "customer"],
])("%s with %j is refused", (name, path) => {
  expect(aWorld().ask(name, [path])).toMatchObject({
    status: 400,
    body: { error: { type: "invalid_request_error", message: expect.stringMatching(/cannot be expanded/) as string } },
  });
});

test("four levels are taken and five refused, each list's data being one", () => {
  const { ask } = aWorld();
  expect(ask("subscription", ["latest_invoice.customer.invoice_settings.default_payment_method"]).status).toBe(200);
  expect(
    ask("/v1/subscriptions", ["data.latest_invoice.customer.invoice_settings.default_payment_method"]),
  ).toMatchObject({
    status: 400,
    body: { error: { code: "property_expansion_max_depth" } },
  });
});

test.each(["constructor", "ref", "__proto__"])("what is noted under metadata.%s stays as it is", (name) => {
  const { world, ask, customer } = aWorld();
  world.post(`/v1/customers/${customer}`, { metadata: { constructor: customer, ref: customer } });
  expect(ask("customer", [`metadata.${name}`]).status).toBe(400);
  expect([...world.world.snapshot(1)].every(({ writes }) => writes.every(([of]) => typeof of === "string"))).toBe(true);
});

test("a field of nothing stays nothing", () => {
  const { ask } = aWorld();
  expect(ask("subscription", ["pending_setup_intent", "default_payment_method"]).body).toMatchObject({
    pending_setup_intent: null,
    default_payment_method: null,
  });
});

test("several paths are filled in, also through each other", () => {
  const { body } = aWorld().ask("subscription", ["latest_invoice", "latest_invoice.customer", "customer"]);
  expect([at(body, "latest_invoice.customer.object"), at(body, "customer.object")]).toEqual(["customer", "customer"]);
});

test("what is filled in is a copy: the thing itself still holds an id", () => {
  const { ask, customer, world } = aWorld();
  ask("subscription", ["customer", "latest_invoice.customer"]);
  expect(ask("subscription", []).body).toHaveProperty("customer", customer);
  expect(world.all("invoices")[0]?.customer).toBe(customer);
});

test("a deleted customer is filled in as deleted", () => {
  const { ask, customer, world } = aWorld();
  world.do("DELETE", `/v1/customers/${customer}`);
  expect(ask("subscription", ["customer"]).body).toHaveProperty("customer", {
    id: customer,
    object: "customer",
    deleted: true,
  });
});

test("a first invoice of nothing has neither payments nor a secret", () => {
  const { world, price } = aWorld();
  const { id } = world.subscribe(world.payer(), price, { trial_period_days: 7 });
  const expanded = world.get(`/v1/subscriptions/${id}`, {
    expand: ["latest_invoice.payments", "latest_invoice.confirmation_secret"],
  });
  expect(at(expanded, "latest_invoice")).toMatchObject({
    status: "paid",
    amount_due: 0,
    billing_reason: "subscription_create",
    payments: { data: [] },
    confirmation_secret: null,
  });
});

test("a change may be expanded like a look", () => {
  const { world, price } = aWorld();
  const expanded = world.post("/v1/subscriptions", {
    customer: world.payer("pm_card_authenticationRequired"),
    items: [{ price }],
    expand: ["latest_invoice.payments", "latest_invoice.confirmation_secret"],
  });
  expect(expanded).toMatchObject({
    status: "incomplete",
    latest_invoice: {
      status: "open",
      payments: { data: [{ status: "open", payment: { type: "payment_intent" } }] },
      confirmation_secret: { client_secret: expect.stringMatching(/^pi_3\w+_secret_\w+$/) as string },
    },
  });
});

/** Every path into a thing, lists and all, as deep as one may ask. */
function pathsInto(thing: unknown, at: readonly string[]): string[] {
  if (Array.isArray(thing)) return thing.flatMap((each) => pathsInto(each, at));
  if (typeof thing !== "object" || thing === null || at.length > 3) return [];
  const named = Object.entries(thing).map(([name, held]) => [held, [...at, name]] as const);
  return named.flatMap(([held, path]) => [path.join("."), ...pathsInto(held, path)]);
}

test("whatever is asked for in whatever list, it is refused or comes as the SDK declares it", () => {
  const world = aFullWorld();
  const lists = allRoutes.filter(
    ({ method, pattern }) => method === "GET" && !/:id|search|preview|_items$/.test(pattern),
  );
  const outcomes = { 200: 0, 400: 0 };
  for (const { pattern } of lists) {
    const { data = [] } = world.get(pattern) as { data?: object[] };
    for (const path of new Set(pathsInto(data, ["data"]))) {
      // What comes is judged on the way.
      const { status } = world.ask("GET", pattern, { expand: [path] });
      expect([200, 400]).toContain(status);
      outcomes[status as 200 | 400]++;
    }
  }
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(100);
});
