import { describe, expect, test } from "vitest";
import { DAY_S, type Fields, StillWorld } from "../testing/still-world";
import { openWorld, refusalOf } from "../testing/test-world";

const PLAN = { currency: "usd", interval: "month", amount: 2000, product: { name: "Old" } };

describe("plans", () => {
  test("a plan is a price under the same id, and can be subscribed to", () => {
    const world = new StillWorld();
    const { id } = world.post("/v1/plans", { ...PLAN, id: "gold" }) as { id: string };
    expect(id).toBe("gold");
    expect(world.get("/v1/prices/gold")).toMatchObject({ unit_amount: 2000, recurring: { interval: "month" } });
    expect(world.subscribe(world.payer("pm_card_visa"), "gold").status).toBe("active");
    expect(world.told().slice(0, 3)).toEqual(["product.created", "plan.created", "price.created"]);
  });

  test("its changes are told by both names, and nothing when nothing changes", () => {
    const world = new StillWorld();
    const { id } = world.post("/v1/plans", PLAN) as { id: string };
    world.post(`/v1/plans/${id}`, { metadata: { a: "1" }, trial_period_days: 3 });
    expect(world.told().slice(-2)).toEqual(["price.updated", "plan.updated"]);
    const event = world.all("events").at(-1);
    expect(event?.data.previous_attributes).toEqual({ metadata: {}, trial_period_days: null });
    const before = world.all("events").length;
    world.post(`/v1/plans/${id}`, { metadata: { a: "1" } });
    expect(world.all("events")).toHaveLength(before);
  });

  test.each<[Fields, string]>([
    [{ ...PLAN, product: undefined }, "product"],
    [{ ...PLAN, product: "prod_none" }, "product"],
    [{ ...PLAN, currency: "dollars" }, "currency"],
    [{ ...PLAN, amount: -1 }, "amount"],
    [{ ...PLAN, interval: "eon" }, "interval"],
    [{ ...PLAN, amount: 1.5 }, "amount"],
  ])("%j is refused for its %s", (fields, param) => {
    const [status, , told] = new StillWorld().refused("POST", "/v1/plans", fields);
    expect([status, told]).toEqual([400, param]);
  });

  test("a one-time price is no plan; a deleted plan is gone, and its id is free again", () => {
    const world = new StillWorld();
    const once = world.price(500, { recurring: undefined });
    expect(world.refused("GET", `/v1/plans/${once}`)[0]).toBe(404);
    world.post("/v1/plans", { ...PLAN, id: "gold" });
    expect(world.refused("POST", "/v1/plans", { ...PLAN, id: "gold" })[1]).toBe("resource_already_exists");
    expect(world.get("/v1/plans", { active: true })).toMatchObject({ data: [{ id: "gold" }] });
    expect(world.do("DELETE", "/v1/plans/gold")).toEqual({ id: "gold", object: "plan", deleted: true });
    expect(world.refused("GET", "/v1/prices/gold")[0]).toBe(404);
  });
});

describe("sources", () => {
  const sources = (customer: string) => `/v1/customers/${customer}/sources`;

  test("a card by token is on file and pays what names no other", () => {
    const world = new StillWorld();
    const { id: customer, default_source } = world.post("/v1/customers", { source: "tok_visa" }) as {
      id: string;
      default_source: string;
    };
    expect(world.get(`${sources(customer)}/${default_source}`)).toMatchObject({ object: "card", last4: "4242" });
    const { id } = world.subscribe(customer, world.price(1900));
    world.advance(32 * DAY_S);
    expect(world.subscription(id).status).toBe("active");
    expect(world.invoices(customer)).toHaveLength(2);
  });

  test("a refused card is not kept, and neither is its customer", () => {
    const world = new StillWorld();
    expect(world.refused("POST", "/v1/customers", { source: "tok_chargeDeclined" })[0]).toBe(402);
    expect(world.all("customers")).toEqual([]);
    const customer = world.payer();
    for (const source of ["tok_none", "pm_card_visa", undefined]) {
      expect(world.ask("POST", sources(customer), { source }).status).toBe(400);
    }
  });

  test("the first is the default; when it goes the next one is", () => {
    const world = new StillWorld();
    const customer = world.payer();
    const add = (source: string) => (world.post(sources(customer), { source }) as { id: string }).id;
    const [first, second] = [add("tok_visa"), add("tok_mastercard")];
    const main = () => (world.get(`/v1/customers/${customer}`) as { default_source: string | null }).default_source;
    expect(main()).toBe(first);
    world.do("DELETE", `${sources(customer)}/${first}`);
    expect(main()).toBe(second);
    world.do("DELETE", `${sources(customer)}/${second}`);
    expect(main()).toBeNull();
    expect(world.told("customer.source.")).toEqual([
      "customer.source.created",
      "customer.source.created",
      "customer.source.deleted",
      "customer.source.deleted",
    ]);
    expect(world.refused("GET", `${sources(customer)}/${first}`)[0]).toBe(404);
  });

  test("somebody else's card is not there", () => {
    const world = new StillWorld();
    const [mine, other] = [world.payer(), world.payer()];
    const { id } = world.post(sources(mine), { source: "tok_visa" }) as { id: string };
    expect(world.refused("POST", `${sources(other)}/${id}`, { metadata: { a: "1" } })[0]).toBe(404);
  });
});

test("over the wire the SDK's shapes hold for both", async () => {
  const { stripe, eventTypes } = await openWorld();
  const plan = await stripe.plans.create({ currency: "usd", interval: "year", amount: 900, product: { name: "Old" } });
  await stripe.plans.update(plan.id, { nickname: "Gold" });
  await stripe.plans.del(plan.id);
  const { id } = await stripe.customers.create({ source: "tok_visa" });
  const [source] = (await stripe.customers.listSources(id)).data;
  await stripe.customers.updateSource(id, source?.id ?? "", { metadata: { a: "1" }, exp_month: "11" });
  const whole = await stripe.customers.retrieve(id, { expand: ["sources"] });
  expect(whole).toMatchObject({ sources: { data: [{ exp_month: 11, metadata: { a: "1" } }] } });
  await stripe.customers.deleteSource(id, source?.id ?? "");
  expect(await refusalOf(stripe.customers.retrieveSource(id, source?.id ?? ""))).toMatchObject({ statusCode: 404 });
  const told = (await eventTypes()).filter((type) => /^(plan|customer\.source)\./.test(type));
  expect(told).toHaveLength(6);
});
