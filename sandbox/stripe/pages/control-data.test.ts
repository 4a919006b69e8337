import { beforeEach, describe, expect, test } from "vitest";
import { World } from "../store/world";
import { DAY_S, START_S, StillWorld } from "../testing/still-world";
import { KEPT_CARDS } from "./control-acts";
import { createPages } from "./pages";

let world: StillWorld;
let show: ReturnType<typeof createPages>;
beforeEach(() => {
  world = new StillWorld();
  const journal = { compact: () => Promise.resolve() };
  show = createPages({ world: world.world, clock: world.clock, sweeper: world.sweeper, journal });
});

async function ask(method: string, at: string, fields: Record<string, string> = {}) {
  const [path = "", query = ""] = at.split("?");
  const body = method === "POST" ? new URLSearchParams(fields).toString() : "";
  const request = { method, path: `/_sandbox/control${path}`, query, body, origin: "http://here" };
  const answer = await show(request);
  world.world.commit();
  return { status: answer.status, body: JSON.parse(String(answer.body)) as Record<string, unknown> };
}
const get = async (at: string) => (await ask("GET", at)).body;

function aPayer(name: string, card = "pm_card_visa") {
  const id = world.payer(card);
  world.post(`/v1/customers/${id}`, { name, email: `${name.toLowerCase()}@example.test` });
  return id;
}
function listening(enabled_events: string[] = ["*"]) {
  return (world.post("/v1/webhook_endpoints", { url: "http://localhost:1/hook", enabled_events }) as { id: string }).id;
}
/** As the courier leaves it after its tries. */
function answered(state: "delivered" | "failed", status: number | null) {
  for (const delivery of world.all("deliveries")) {
    const attempts = [{ atMs: START_S * 1000, status, error: status === null ? "refused" : null, durationMs: 3 }];
    world.world.put("deliveries", { ...delivery, state, attempts, nextAttemptAtMs: null });
    const event = world.world.find("events", delivery.event)!;
    if (state === "delivered") world.world.put("events", { ...event, pending_webhooks: event.pending_webhooks - 1 });
  }
}

describe("the clock and what happened", () => {
  test("an empty world says the time, and that nothing comes", async () => {
    expect(await get("/coming")).toMatchObject({ now: START_S, offset_seconds: 0, last_event: null, coming: [] });
    expect(await get("/events")).toEqual({ counts: {}, found: 0, last_event: null, events: [] });
  });

  test("what happened after a mark is told in order, counted whole, and only of the types asked for", async () => {
    const ada = aPayer("Ada");
    world.subscribe(ada, world.price(1900));
    const { last_event: mark } = await get("/coming");
    world.advance(32 * DAY_S);
    const { counts, found, events, last_event } = await get(`/events?after=${mark as string}&types=invoice.paid`);
    expect(counts).toMatchObject({ "invoice.created": 1, "invoice.paid": 1, "customer.subscription.updated": 1 });
    expect(found).toBe(1);
    expect(events).toMatchObject([{ type: "invoice.paid", customer: { id: ada, name: "Ada" }, previous: null }]);
    world.advance(31 * DAY_S);
    const again = await get(`/events?after=${mark as string}&until=${last_event as string}&types=invoice.paid`);
    expect(again["found"]).toBe(1);
    expect((await get("/events?after=evt_gone"))["found"]).toBe(0);
    expect((await get("/events?types=invoice.paid"))["found"]).toBe(3);
  });
});

describe("customers", () => {
  test("are listed newest first, found by name, address and id, and paged", async () => {
    const ada = aPayer("Ada");
    aPayer("Bob");
    world.subscribe(ada, world.price(1900), { trial_period_days: 3 });
    const names = async (query: string) =>
      ((await get(`/customers${query}`))["customers"] as { name: string }[]).map(({ name }) => name);
    expect(await names("")).toEqual(["Bob", "Ada"]);
    expect(await names("?q=ADA@")).toEqual(["Ada"]);
    expect(await names(`?q=${ada}`)).toEqual(["Ada"]);
    expect(await names("?q=nobody")).toEqual([]);
    expect(await names("?page=2")).toEqual([]);
    expect(await names("?page=-1")).toHaveLength(2);
    expect((await get("/customers?q=ada"))["customers"]).toMatchObject([
      {
        card: { brand: "visa", last4: "4242" },
        subscriptions: [{ status: "trialing", items: [{ plan: "Pro" }] }],
        balance: 0,
      },
    ]);
  });

  test("one has cards, subscriptions, invoices and events, the newest first, with their deliveries", async () => {
    listening(["invoice.paid"]);
    const ada = aPayer("Ada");
    world.subscribe(ada, world.price(1900));
    aPayer("Bob");
    const shown = await get(`/customers/${ada}`);
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
      expect((await ask(method, path, { card: "pm_card_visa" })).status, path).toBe(404);
    }
  });

  test("one press, and the next renewal is declined, also where the subscription has a card of its own", async () => {
    const ada = world.payer("pm_card_visa");
    const [own] = world.all("payment_methods");
    world.subscribe(ada, world.price(1900), { default_payment_method: own!.id });
    const pressed = await ask("POST", `/customers/${ada}/card`, { card: "pm_card_chargeCustomerFail" });
    expect(pressed).toEqual({ status: 200, body: { card: "pm_card_chargeCustomerFail" } });
    world.advance(32 * DAY_S);
    expect(world.all("subscriptions")[0]!.status).toBe("past_due");
    expect(world.told("payment_method.")).toEqual(["payment_method.attached", "payment_method.attached"]);
  });

  test.each(KEPT_CARDS.map(({ card }) => card))("%s can be put on file", async (card) => {
    const ada = aPayer("Ada");
    expect((await ask("POST", `/customers/${ada}/card`, { card })).status).toBe(200);
  });

  test.each(["pm_card_chargeDeclined", "4242424242424242", "", "__proto__"])("%j can not", async (card) => {
    const ada = aPayer("Ada");
    const { status, body } = await ask("POST", `/customers/${ada}/card`, { card });
    expect([status, body["error"]]).toMatchObject([400, { message: expect.stringContaining("can not") as string }]);
    expect(world.told("customer.updated")).toHaveLength(1);
  });

  test("the portal opens with the shop's configuration, and goes back only to a web address", async () => {
    const ada = aPayer("Ada");
    const { id } = world.post("/v1/billing_portal/configurations", {
      features: { invoice_history: { enabled: true } },
    }) as { id: string };
    const { body } = await ask("POST", `/customers/${ada}/portal`, { return_url: "http://localhost:4244/customers" });
    expect(body["url"]).toMatch(/^http:\/\/here\/p\/session\//u);
    await ask("POST", `/customers/${ada}/portal`, { return_url: "javascript:alert(1)" });
    expect(world.all("portal_sessions")).toMatchObject([
      { configuration: id, return_url: "http://localhost:4244/customers" },
      { configuration: id, return_url: null },
    ]);
  });
});

describe("deliveries", () => {
  test("are counted by endpoint, filtered by state, type and endpoint, and shown with the event", async () => {
    const endpoint = listening();
    const ada = aPayer("Ada");
    answered("failed", null);
    world.post(`/v1/customers/${ada}`, { name: "Ada L" });
    expect((await get("/endpoints"))["endpoints"]).toMatchObject([{ id: endpoint, failed: 3, pending: 1 }]);
    const types = async (query: string) =>
      ((await get(`/deliveries${query}`))["deliveries"] as { type: string }[]).map(({ type }) => type);
    expect((await types("?state=failed")).toSorted()).toContain("customer.created");
    expect(await types("?state=pending")).toEqual(["customer.updated"]);
    expect(await types("?type=customer.created")).toEqual(["customer.created"]);
    expect(await types("?endpoint=we_other")).toEqual([]);
    const [first] = (await get("/deliveries?state=failed"))["deliveries"] as { id: string }[];
    expect(await get(`/deliveries/${first!.id}`)).toMatchObject({
      state: "failed",
      endpoint_status: "enabled",
      attempts: [{ status: null, error: "refused" }],
      event_body: { object: "event" },
      customer: { id: ada },
    });
  });

  test("one that was delivered goes again, and counts as open until it is", async () => {
    listening(["customer.created"]);
    world.payer();
    answered("delivered", 200);
    const [delivery] = world.all("deliveries");
    expect((await ask("POST", "/resend", { delivery: delivery!.id })).body).toEqual({ resent: 1, nobody_there: 0 });
    expect(world.all("deliveries")).toMatchObject([{ state: "pending", nextAttemptAtMs: START_S * 1000 }]);
    expect(world.all("events")[0]!.pending_webhooks).toBe(1);
    await ask("POST", "/resend", { delivery: delivery!.id });
    expect(world.all("events")[0]!.pending_webhooks).toBe(1);
  });

  test("what was dropped by order goes after all, and a copy is still nobody's to wait for", async () => {
    listening(["customer.created"]);
    world.payer();
    const [delivery] = world.all("deliveries");
    for (const kind of ["webhook_drop", "webhook_duplicate"] as const) {
      world.world.put("deliveries", { ...delivery!, state: "delivered", fate: { kind, order: "flt_1" } });
      await ask("POST", "/resend", { delivery: delivery!.id });
      const [again] = world.all("deliveries");
      expect([kind, again!.fate?.kind, world.all("events")[0]!.pending_webhooks]).toEqual(
        kind === "webhook_drop" ? [kind, undefined, 2] : [kind, kind, 2],
      );
    }
  });

  test("an event goes also to an endpoint that came after it", async () => {
    world.payer();
    const [event] = world.all("events");
    expect((await ask("POST", "/resend", { event: event!.id })).body).toEqual({ resent: 0, nobody_there: 0 });
    const endpoint = listening(["invoice.paid"]);
    expect((await ask("POST", "/resend", { event: event!.id })).body).toMatchObject({ resent: 1 });
    expect(world.all("deliveries")).toMatchObject([{ endpoint, event: event!.id, state: "pending" }]);
    expect(world.all("events")[0]!.pending_webhooks).toBe(1);
  });

  test("all that failed go again, but not to an endpoint that is gone", async () => {
    const gone = listening();
    world.payer();
    listening();
    world.payer();
    answered("failed", 500);
    world.ask("DELETE", `/v1/webhook_endpoints/${gone}`);
    expect((await ask("POST", "/resend", { state: "failed" })).body).toEqual({ resent: 1, nobody_there: 2 });
    expect(world.all("deliveries").map(({ state }) => state)).toEqual(["failed", "failed", "pending"]);
  });

  test.each([{}, { state: "delivered" }])("%j names nothing to send", async (fields) => {
    expect((await ask("POST", "/resend", fields)).status).toBe(400);
  });
});

describe("starting over", () => {
  test("everybody goes and time is the machine's; the shop stays, and its ids are not used again", async () => {
    const endpoint = listening();
    const price = world.price(1900);
    world.subscribe(aPayer("Ada"), price);
    world.clock.setOffsetMs(DAY_S * 1000);
    world.world.put("settings", { id: "clock_offset_ms", value: DAY_S * 1000 });
    expect((await ask("POST", "/start_over")).status).toBe(200);
    for (const name of ["customers", "subscriptions", "invoices", "events", "deliveries", "settings"] as const) {
      expect(world.all(name), name).toEqual([]);
    }
    expect([world.all("prices")[0]!.id, world.all("webhook_endpoints")[0]!.id]).toEqual([price, endpoint]);
    expect(world.nowS).toBe(START_S);
    world.subscribe(aPayer("Bob"), price);
    expect(world.price(900)).not.toBe(price);
    world.advance(32 * DAY_S);
    expect(world.told("invoice.paid")).toHaveLength(2);
  });

  test("it is one unit of work, so that a restart finds it done", async () => {
    world.price(1900);
    world.payer();
    const kept = new World("still");
    for (const record of world.world.snapshot()) kept.load(record);
    const request = { method: "POST", path: "/_sandbox/control/start_over", query: "", body: "", origin: "" };
    await show(request);
    kept.load(world.world.commit()!);
    expect([kept.size("customers"), kept.size("prices"), kept.size("events")]).toEqual([0, 1, 0]);
  });
});
