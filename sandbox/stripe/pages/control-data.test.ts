import { beforeEach, describe, expect, test } from "vitest";
import { type StillControl, stillControl } from "../testing/still-control";
import { DAY_S, START_S } from "../testing/still-world";

let site: StillControl;
beforeEach(() => {
  site = stillControl();
});

describe("the clock and what happened", () => {
  test("an empty world says the time, and that nothing comes", async () => {
    expect(await site.get("/coming")).toMatchObject({ now: START_S, offset_seconds: 0, last_event: null, coming: [] });
    expect(await site.get("/events")).toEqual({ counts: {}, found: 0, last_event: null, events: [] });
  });

  test("what happened after a mark is told in order, counted whole, and only of the types asked for", async () => {
    const ada = site.aPayer("Ada");
    site.world.subscribe(ada, site.world.price(1900));
    const { last_event: mark } = await site.get("/coming");
    site.world.advance(32 * DAY_S);
    const { counts, found, events, last_event } = await site.get(`/events?after=${mark as string}&types=invoice.paid`);
    expect(counts).toMatchObject({ "invoice.created": 1, "invoice.paid": 1, "customer.subscription.updated": 1 });
    expect(found).toBe(1);
    expect(events).toMatchObject([{ type: "invoice.paid", customer: { id: ada, name: "Ada" }, previous: null }]);
    site.world.advance(31 * DAY_S);
    const again = await site.get(`/events?after=${mark as string}&until=${last_event as string}&types=invoice.paid`);
    expect(again["found"]).toBe(1);
    expect((await site.get("/events?after=evt_gone"))["found"]).toBe(0);
    expect((await site.get("/events?types=invoice.paid"))["found"]).toBe(3);
  });
});

test.each([
  ["2", ["customer.created", "payment_method.attached"]],
  ["100", ["customer.created", "payment_method.attached", "customer.created"]],
  ["0", ["customer.created", "payment_method.attached", "customer.created"].toReversed()],
  ["-1", ["customer.created", "payment_method.attached", "customer.created"].toReversed()],
  ["x", ["customer.created", "payment_method.attached", "customer.created"].toReversed()],
])("of all that happened newest=%s tells %j", async (newest, told) => {
  site.aPayer("Ada");
  site.world.payer();
  const types = "customer.created,payment_method.attached";
  const { events, found } = await site.get(`/events?newest=${newest}&types=${types}`);
  expect((events as { type: string }[]).map(({ type }) => type)).toEqual(told);
  expect(found).toBe(3);
});

test("updates that only begin a new period are counted and not told; a change of plan is told", async () => {
  const { id, items } = site.world.subscribe(site.aPayer("Ada"), site.world.price(1900));
  const { last_event: mark } = await site.get("/coming");
  site.world.advance(32 * DAY_S);
  const updates = "types=customer.subscription.updated";
  const period = await site.get(`/events?after=${mark as string}&${updates}`);
  expect(period).toMatchObject({ counts: { "customer.subscription.updated": 1 }, found: 0, events: [] });
  const change = { items: [{ id: items.data[0]!.id, price: site.world.price(9900) }], proration_behavior: "none" };
  site.world.post(`/v1/subscriptions/${id}`, change);
  expect((await site.get(`/events?after=${mark as string}&${updates}`))["found"]).toBe(1);
});

describe("customers", () => {
  test("are listed newest first, found by name, address and id, and paged", async () => {
    const ada = site.aPayer("Ada");
    site.aPayer("Bob");
    site.world.subscribe(ada, site.world.price(1900), { trial_period_days: 3 });
    const names = async (query: string) =>
      ((await site.get(`/customers${query}`))["customers"] as { name: string }[]).map(({ name }) => name);
    expect(await names("")).toEqual(["Bob", "Ada"]);
    expect(await names("?q=ADA@")).toEqual(["Ada"]);
    expect(await names(`?q=${ada}`)).toEqual(["Ada"]);
    expect(await names("?q=nobody")).toEqual([]);
    expect(await names("?page=2")).toEqual([]);
    expect(await names("?page=-1")).toHaveLength(2);
    expect((await site.get("/customers?q=ada"))["customers"]).toMatchObject([
      {
        card: { brand: "visa", last4: "4242" },
        subscriptions: [{ status: "trialing", items: [{ plan: "Pro" }] }],
        balance: 0,
      },
    ]);
  });

  test("one has cards, subscriptions, invoices and events, the newest first, with their deliveries", async () => {
    site.listening(["invoice.paid"]);
    const ada = site.aPayer("Ada");
    site.world.subscribe(ada, site.world.price(1900));
    site.aPayer("Bob");
    const shown = await site.get(`/customers/${ada}`);
    expect(shown).toMatchObject({
      customer: { id: ada, name: "Ada" },
      cards: [{ last4: "4242" }],
      subscriptions: [{ status: "active", items: [{ unit_amount: 1900, interval: "month" }] }],
      invoices: [{ status: "paid", total: 1900, url: expect.stringContaining("http://here/i/") as string }],
    });
    const events = shown["events"] as { type: string; created: number; deliveries: object[] }[];
    expect(events.at(-1)?.type).toBe("customer.created");
    expect(events.find(({ type }) => type === "invoice.paid")?.deliveries).toMatchObject([{ state: "pending" }]);
    expect(events.filter(({ type }) => type !== "invoice.paid").flatMap((event) => event.deliveries)).toEqual([]);
    expect(JSON.stringify(shown)).not.toContain("bob@");
  });

  test("nobody of that name is 404, whatever is asked of him", async () => {
    for (const [method, path] of [
      ["GET", "/customers/cus_gone"],
      ["POST", "/customers/cus_gone/card"],
      ["POST", "/customers/cus_gone/portal"],
      ["GET", "/deliveries/dlv_gone"],
    ] as const) {
      expect((await site.ask(method, path, { card: "pm_card_visa" })).status, path).toBe(404);
    }
  });
});

describe("deliveries", () => {
  test("are counted by endpoint, filtered by state, type and endpoint, and shown with the event", async () => {
    const endpoint = site.listening();
    const ada = site.aPayer("Ada");
    site.answered("failed", null);
    site.world.post(`/v1/customers/${ada}`, { name: "Ada L" });
    expect((await site.get("/endpoints"))["endpoints"]).toMatchObject([{ id: endpoint, failed: 3, pending: 1 }]);
    const types = async (query: string) =>
      ((await site.get(`/deliveries${query}`))["deliveries"] as { type: string }[]).map(({ type }) => type);
    expect((await types("?state=failed")).toSorted()).toContain("customer.created");
    expect(await types("?state=pending")).toEqual(["customer.updated"]);
    expect(await types("?type=customer.created")).toEqual(["customer.created"]);
    expect(await types("?endpoint=we_other")).toEqual([]);
    const [first] = (await site.get("/deliveries?state=failed"))["deliveries"] as { id: string }[];
    expect(await site.get(`/deliveries/${first!.id}`)).toMatchObject({
      state: "failed",
      endpoint_status: "enabled",
      attempts: [{ status: null, error: "refused" }],
      event_body: { object: "event" },
      customer: { id: ada },
    });
  });
});
