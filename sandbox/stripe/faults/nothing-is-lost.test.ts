import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Courier } from "../delivery/courier";
import type { PostOrder } from "../delivery/post-event";
import type { CollectionName, Delivery, StripeEvent } from "../store/wire";
import { StillWorld } from "../testing/still-world";
import { FAULT_KINDS, faultKind } from "./kinds";
import { readOrder } from "./order";
import { placeOrder, takeOffAll } from "./orders";

const RUNS = Number(process.env["SANDBOX_HISTORIES"] ?? 40);
/** What a client tries again, and how often. */
const TRIES = 4;
/** What must be the same, whatever went wrong on the way. */
const COMPARED: CollectionName[] = ["customers", "products", "prices", "subscriptions", "invoices", "charges"];

const open: Courier[] = [];
afterEach(async () => {
  for (const courier of open.splice(0)) await courier.close();
});

type Call = "create" | "rename" | "subscribe" | "cancel";
type Act =
  | { do: "order"; body: object }
  | { do: "call"; call: Call; pick: number }
  | { do: "wait"; seconds: number }
  | { do: "clear" };

const order = fc.record({
  do: fc.constant("order" as const),
  body: fc
    .record({
      kind: fc.constantFrom(...FAULT_KINDS),
      count: fc.integer({ min: 1, max: 6 }),
      probability: fc.constantFrom(1, 0.5),
      seed: fc.constantFrom("a", "b"),
    })
    .chain((body) => {
      if (body.kind === "webhook_reorder") return fc.constant({ ...body, count: 1, size: 2 + body.count });
      if (faultKind(body.kind).about === "webhook") return fc.constant(body);
      return fc
        .constantFrom("POST /v1/*", "* /v1/subscriptions/*", "* /v1/customers")
        .map((route) => ({ ...body, route }));
    }),
});
const call = fc.record({
  do: fc.constant("call" as const),
  call: fc.constantFrom<Call>("create", "create", "rename", "subscribe", "cancel"),
  pick: fc.nat(9),
});
const wait = fc.record({ do: fc.constant("wait" as const), seconds: fc.constantFrom(1, 30, 90, 32 * 86_400) });
const acts = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: order },
    { weight: 6, arbitrary: call },
    { weight: 2, arbitrary: wait },
    { weight: 1, arbitrary: fc.constant({ do: "clear" as const }) },
  ),
  { minLength: 3, maxLength: 25 },
);

/** A still world with an endpoint and a courier. The endpoint fails now and then, until it is mended. */
function aWorld(answers: boolean[]) {
  const still = new StillWorld();
  const heard: string[] = [];
  let isMended = false;
  const post = async ({ payload }: PostOrder) => {
    const { id } = JSON.parse(payload) as StripeEvent;
    const isWell = isMended || answers[heard.length % answers.length];
    heard.push(id);
    return { status: isWell ? 200 : 500, error: null };
  };
  const courier = new Courier({ world: still.world, clock: still.clock, save: () => {}, anywhere: false, post });
  open.push(courier);
  still.post("/v1/webhook_endpoints", { url: "http://127.0.0.1:9/", enabled_events: ["*"] });
  const price = still.price(1900);
  const isDue = ({ state, nextAttemptAtMs }: Delivery) =>
    state === "pending" && (nextAttemptAtMs ?? 0) <= still.clock.nowMs();
  const deliver = async () => {
    courier.poke();
    for (let i = 0; i < 500 && still.all("deliveries").some(isDue); i++) await new Promise(setImmediate);
  };
  return { still, heard, price, deliver, mend: () => (isMended = true) };
}
type AWorld = ReturnType<typeof aWorld>;

/** Asks as a good client does: with a key, and again while there is no answer or one that may be tried again. */
function ask({ still, price }: AWorld, { call: name, pick }: { call: Call; pick: number }, key: string): void {
  const [method, path, fields] = requestFor(still, price, { call: name, pick });
  for (let i = 0; i < TRIES; i++) {
    const { status, fate, headers } = still.ask(method, path, fields, { idempotencyKey: key });
    const isUnanswered = fate !== undefined && fate.kind !== "late";
    if (!isUnanswered && (status < 429 || headers["stripe-should-retry"] === "false")) return;
  }
}

function requestFor(still: StillWorld, price: string, { call: name, pick }: { call: Call; pick: number }) {
  const customers = still.all("customers");
  const { id = "cus_none" } = customers[pick % Math.max(1, customers.length)] ?? {};
  const subscription =
    still.all("subscriptions")[pick % Math.max(1, still.all("subscriptions").length)]?.id ?? "sub_none";
  const card = { payment_method: "pm_card_visa", invoice_settings: { default_payment_method: "pm_card_visa" } };
  const requests = {
    create: ["POST", "/v1/customers", card],
    rename: ["POST", `/v1/customers/${id}`, { name: `Name ${pick}` }],
    subscribe: ["POST", "/v1/subscriptions", { customer: id, items: [{ price }] }],
    cancel: ["DELETE", `/v1/subscriptions/${subscription}`, {}],
  } as const;
  return requests[name];
}

/** Every event there is was heard, or is found among those that were not. */
function lost({ still, heard }: AWorld): string[] {
  const known = new Set(heard);
  const unheard = new Set(found(still, false));
  return still.all("events").flatMap(({ id }) => (known.has(id) || unheard.has(id) ? [] : id));
}

function found(still: StillWorld, isDelivered: boolean): string[] {
  const ids: string[] = [];
  for (let more = true; more; ) {
    const after = ids.at(-1);
    const fields = { delivery_success: isDelivered, limit: 100, ...(after ? { starting_after: after } : {}) };
    const page = still.get("/v1/events", fields) as { data: { id: string }[]; has_more: boolean };
    ids.push(...page.data.map(({ id }) => id));
    more = page.has_more;
  }
  return ids;
}

function objectsOf({ still }: AWorld): unknown {
  const events = still.all("events").map(({ id, type, data, created }) => ({ id, type, data, created }));
  return { events, ...Object.fromEntries(COMPARED.map((name) => [name, still.all(name)])) };
}

test("whatever goes wrong, every event is heard or found, and what is there is what the calls that worked made", async () => {
  await fc.assert(
    fc.asyncProperty(acts, fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), async (history, answers) => {
      const [faulty, sound] = [aWorld(answers), aWorld([true])];
      for (const [i, act] of history.entries()) await perform(act, { faulty, sound, key: `key_${i}` });
      takeOffAll(faulty.still.world, faulty.still.nowS);
      expect(objectsOf(faulty)).toEqual(objectsOf(sound));
      faulty.mend();
      for (let i = 0; i < 3; i++) {
        expect(lost(faulty)).toEqual([]);
        await faulty.deliver();
        faulty.still.advance(30 * 3_600);
      }
      await faulty.deliver();
      expect(faulty.still.all("deliveries").filter(({ state }) => state === "pending")).toEqual([]);
      const missed = found(faulty.still, true).filter(
        (id) => !faulty.heard.includes(id) && isForTheEndpoint(faulty, id),
      );
      expect(missed).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

/** The endpoint hears of nothing that was before it. */
function isForTheEndpoint({ still }: AWorld, id: string): boolean {
  return still.world.where("deliveries", "event", id).length > 0;
}

async function perform(
  act: Act,
  { faulty, sound, key }: { faulty: AWorld; sound: AWorld; key: string },
): Promise<void> {
  const { still } = faulty;
  switch (act.do) {
    case "order":
      placeOrder(still.world, readOrder(JSON.stringify(act.body)), { now: still.nowS });
      still.world.commit();
      break;
    case "clear":
      takeOffAll(still.world, still.nowS);
      still.world.commit();
      break;
    case "wait":
      for (const world of [faulty, sound]) world.still.advance(act.seconds);
      break;
    case "call": {
      const before = still.world.size("events");
      ask(faulty, act, key);
      if (still.world.size("events") > before) ask(sound, act, key);
    }
  }
  await faulty.deliver();
  expect(lost(faulty)).toEqual([]);
}
