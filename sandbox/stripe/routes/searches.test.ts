import { expect, test } from "vitest";
import { DAY_S, type Fields, START_S, StillWorld } from "../testing/still-world";
import { makeCatalog, makePayer, openWorld, refusalOf } from "../testing/test-world";

type Found = { data: { id: string }[]; has_more: boolean; next_page: string | null; total_count?: number };

function aWorld() {
  const world = new StillWorld();
  const search = (of: string, query: string, more: Fields = {}) =>
    world.get(`/v1/${of}/search`, { query, ...more }) as Found;
  return { world, search, ids: (of: string, query: string) => search(of, query).data.map(({ id }) => id) };
}

test("a customer is found by mail, by a part of a name, by metadata, and by having none", () => {
  const { world, ids } = aWorld();
  const make = (fields: Fields) => (world.post("/v1/customers", fields) as { id: string }).id;
  const ada = make({ email: "ada@example.test", name: "Ada Lovelace", metadata: { user: "u_1" } });
  const bob = make({ email: "bob@example.test", name: "Bob" });
  expect(ids("customers", 'email:"ada@example.test"')).toEqual([ada]);
  expect(ids("customers", 'name~"love"')).toEqual([ada]);
  expect(ids("customers", "metadata['user']:'u_1'")).toEqual([ada]);
  expect(ids("customers", "-metadata['user']:'u_1'")).toEqual([bob]);
  expect(ids("customers", "metadata['user']:null")).toEqual([bob]);
  expect(ids("customers", "phone:null")).toEqual([bob, ada]);
});

test("an invoice is found by its subscription and sum, a charge by its card, an intent by its state", () => {
  const { world, ids } = aWorld();
  const [price, dear] = [world.price(1900), world.price(9900)];
  const customer = world.payer("pm_card_visa");
  const small = world.subscribe(customer, price);
  const large = world.subscribe(world.payer("pm_card_mastercard"), dear);
  expect(ids("invoices", `subscription:"${small.id}"`)).toEqual([small.latest_invoice]);
  expect(ids("invoices", 'total>1900 status:"paid"')).toEqual([large.latest_invoice]);
  expect(ids("charges", 'payment_method_details.card.brand:"mastercard" amount:9900')).toHaveLength(1);
  expect(ids("charges", `payment_method_details.card.last4:"4242" customer:"${customer}"`)).toHaveLength(1);
  expect(ids("payment_intents", 'status:"succeeded" -currency:"eur"')).toHaveLength(2);
  expect(ids("prices", 'active:"true" type:"recurring"')).toEqual([dear, price]);
  expect(ids("products", 'name:"pro"')).toHaveLength(2);
});

test("what is refunded in full is told from what is not, and from what was never paid", () => {
  const { world, ids } = aWorld();
  const pay = (card: string) => {
    const fields = { amount: 500, currency: "usd", payment_method: card, confirm: true };
    world.ask("POST", "/v1/payment_intents", { ...fields, return_url: "https://x.test" });
    return world.all("charges").at(-1)?.id ?? "";
  };
  const [back, part, declined] = [pay("pm_card_visa"), pay("pm_card_visa"), pay("pm_card_chargeDeclined")];
  world.post("/v1/refunds", { charge: back });
  world.post("/v1/refunds", { charge: part, amount: 100 });
  expect(ids("charges", 'refunded:"true"')).toEqual([back]);
  expect(ids("charges", 'refunded:"false"')).toEqual([part]);
  expect(ids("charges", "refunded:null")).toEqual([declined]);
});

test("a subscription is found by state and by when it was canceled", () => {
  const { world, ids } = aWorld();
  const price = world.price(1900);
  const [stays, goes] = [1, 2].map(() => world.subscribe(world.payer("pm_card_visa"), price).id);
  world.advance(DAY_S);
  world.do("DELETE", `/v1/subscriptions/${goes ?? ""}`);
  expect(ids("subscriptions", 'status:"active"')).toEqual([stays]);
  expect(ids("subscriptions", `canceled_at>${START_S}`)).toEqual([goes]);
  expect(ids("subscriptions", `canceled_at:null created:${START_S}`)).toEqual([stays]);
});

test("pages follow each other, though more is made in between and what was shown changes", () => {
  const { world, search } = aWorld();
  const ids = [1, 2, 3, 4, 5].map(() => world.payer());
  const query = `created>=${START_S} metadata['x']:null`;
  const first = search("customers", query, { limit: 2 });
  expect(first.data.map(({ id }) => id)).toEqual([ids[4], ids[3]]);
  world.payer();
  world.post(`/v1/customers/${ids[3] ?? ""}`, { metadata: { x: "1" } });
  const second = search("customers", query, { limit: 2, page: first.next_page });
  expect(second.data.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
  const last = search("customers", query, { limit: 2, page: second.next_page });
  expect(last).toMatchObject({ data: [{ id: ids[0] }], has_more: false, next_page: null });
});

test("how many there are is told when it is asked for", () => {
  const { world, search } = aWorld();
  for (let i = 0; i < 3; i++) world.payer();
  const query = `created:${START_S}`;
  expect(search("customers", query, { limit: 1, expand: ["total_count"] })).toMatchObject({ total_count: 3 });
  expect(search("customers", query)).not.toHaveProperty("total_count");
  const expand = ["data.invoice_settings.default_payment_method", "total_count"];
  expect(search("customers", 'email:"nobody@x.test"', { expand })).toMatchObject({ data: [], total_count: 0 });
});

test.each([
  [{}, "parameter_missing", "query"],
  [{ query: "asdf" }, undefined, "query"],
  [{ query: 'foo:"bar"' }, undefined, "query"],
  [{ query: 'email:"a" OR name:"b" AND name:"c"' }, undefined, "query"],
  [{ query: 'email:"a"', limit: 101 }, "parameter_invalid_integer", "limit"],
  [{ query: 'email:"a"', page: "bm9ib2R5" }, undefined, "page"],
  [{ query: 'email:"a"', starting_after: "cus_1" }, "parameter_unknown", "starting_after"],
])("%j is refused", (fields, code, param) => {
  const { world } = aWorld();
  expect(world.refused("GET", "/v1/customers/search", fields)).toEqual([400, code, param]);
});

test("by the SDK, one after the other, page by page", async () => {
  const { stripe } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const customer = await makePayer(stripe);
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
  const found = await stripe.subscriptions.search({
    query: 'status:"active"',
    expand: ["data.customer", "total_count"],
  });
  expect(found).toMatchObject({ object: "search_result", total_count: 1, data: [{ id: subscription.id }] });
  expect(found.data[0]?.customer).toMatchObject({ email: "payer@example.test" });
  const prices: string[] = [];
  for await (const { lookup_key: key } of stripe.prices.search({ query: 'lookup_key~"pro_"', limit: 1 })) {
    prices.push(key ?? "");
  }
  expect(prices).toEqual(["pro_year", "pro_month"]);
  await stripe.invoices.search({ query: "total:1900" });
  await stripe.charges.search({ query: "amount:1900" });
  await stripe.paymentIntents.search({ query: "amount:1900" });
  await stripe.products.search({ query: 'name:"Pro"' });
  const refusal = await refusalOf(stripe.customers.search({ query: 'foo:"bar"' }));
  expect(refusal.message).toContain("Field `foo` is an unsupported search field for resource `customers`.");
});
