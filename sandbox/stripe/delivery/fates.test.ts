import { afterEach, describe, expect, test, vi } from "vitest";
import { createClock } from "../clock";
import type { Delivery, StripeEvent } from "../store/wire";
import type { DeliveryFate } from "../store/wire-delivery";
import { World } from "../store/world";
import { Courier } from "./courier";
import { turnOf, waitFor } from "./fates";
import type { PostOrder } from "./post-event";

const open: Courier[] = [];
afterEach(async () => {
  for (const courier of open.splice(0)) await courier.close();
});

const START_MS = 1_000_000;

/** Events evt_0, evt_1 …, each owed once with the fate given for it, and a post office that hears them in order. */
function owing(...fates: (DeliveryFate | undefined)[]) {
  const world = new World("s");
  world.put("webhook_endpoints", {
    id: "we_1",
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    created: 1,
    description: null,
    enabled_events: ["*"],
    livemode: false,
    metadata: {},
    status: "enabled",
    url: "http://127.0.0.1:9/x",
  });
  world.put("endpoint_secrets", { id: "we_1", secret: "whsec_x" });
  for (const [i, fate] of fates.entries()) {
    world.put("events", anEvent(`evt_${i}`));
    world.put("deliveries", owed(`dlv_${i}`, `evt_${i}`, fate));
  }
  let wallMs = START_MS;
  const clock = createClock(() => wallMs);
  const heard: string[] = [];
  const post = async ({ payload }: PostOrder) => {
    heard.push((JSON.parse(payload) as { id: string }).id);
    return { status: 200, error: null };
  };
  const courier = new Courier({ world, clock, save: () => world.commit(), anywhere: false, post });
  open.push(courier);
  const pass = (ms: number) => {
    wallMs += ms;
    courier.poke();
  };
  const find = (i: number) => world.find("deliveries", `dlv_${i}`);
  return { world, clock, courier, heard, pass, find };
}

function anEvent(id: string): StripeEvent {
  return {
    id,
    object: "event",
    api_version: "v",
    created: 1,
    data: { object: {} },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: "customer.created",
  };
}

function owed(id: string, event: string, fate?: DeliveryFate): Delivery {
  const start: Delivery = { id, event, endpoint: "we_1", url: "", state: "pending", attempts: [], nextAttemptAtMs: 0 };
  return fate ? { ...start, fate } : start;
}

const behind = (first: string | null): DeliveryFate => ({ kind: "webhook_reorder", order: "flt_1", behind: first });

test("those in a row go one by one, the last first, however they lie", async () => {
  const { courier, heard } = owing(behind("dlv_1"), behind("dlv_2"), behind(null), undefined);
  courier.poke();
  await vi.waitUntil(() => heard.length === 4);
  expect(heard.filter((id) => id !== "evt_3")).toEqual(["evt_2", "evt_1", "evt_0"]);
});

test("one that failed lets the next go; its own retry waits for nobody", async () => {
  const fail: DeliveryFate = { kind: "webhook_fail", order: "flt_2", tries: 1, heard: false };
  const { heard, pass, find } = owing(fail, behind("dlv_0"));
  pass(0);
  await vi.waitUntil(() => heard.length === 1);
  expect([heard, find(0)?.state]).toEqual([["evt_1"], "pending"]);
  pass(1_000);
  await vi.waitUntil(() => find(0)?.state === "delivered");
});

test.each(["given up", "gone"])("one whose predecessor is %s does not wait for ever", async (how) => {
  const { world, courier, heard } = owing(undefined, behind("dlv_0"));
  if (how === "gone") world.remove("deliveries", "dlv_0");
  else world.put("deliveries", { ...owed("dlv_0", "evt_0"), state: "failed" });
  courier.poke();
  await vi.waitUntil(() => heard.length > 0);
  expect(heard).toContain("evt_1");
});

describe("a delay in real time", () => {
  const late: DeliveryFate = { kind: "webhook_delay", order: "flt_1", waitMs: 5_000 };

  test("is not shortened by moving the world's clock, and is over when it is over", async () => {
    const { clock, courier, heard, pass } = owing(late);
    clock.setOffsetMs(86_400_000);
    courier.poke();
    pass(4_999);
    expect(heard).toEqual([]);
    pass(1);
    await vi.waitUntil(() => heard.length === 1);
  });

  test("goes on when something else about the delivery is written", () => {
    const clock = createClock(() => START_MS);
    const first = turnOf(owed("dlv_0", "evt_0", late), clock, undefined);
    const again = turnOf(
      owed("dlv_0", "evt_0", late),
      createClock(() => START_MS + 4_000),
      first,
    );
    expect(again).toEqual(first);
    expect(first && waitFor(first, clock)).toBe(5_000);
  });

  test("is only before the first attempt", () => {
    const attempts = [{ atMs: 1, status: 500, error: null, durationMs: 1 }];
    const turn = turnOf(
      { ...owed("dlv_0", "evt_0", late), attempts },
      createClock(() => START_MS),
      undefined,
    );
    expect(turn?.wallDueMs).toBe(0);
  });
});

test.each([
  [false, ["evt_0"]],
  [true, ["evt_0", "evt_0", "evt_0"]],
])(
  "failing twice, heard all the same: %s, it is tried three times and the endpoint hears %j",
  async (isHeard, expected) => {
    const { heard, pass, find } = owing({ kind: "webhook_fail", order: "flt_1", tries: 2, heard: isHeard });
    for (const [i, wait] of [0, 1_000, 5_000].entries()) {
      pass(wait);
      await vi.waitUntil(() => find(0)?.attempts.length === i + 1);
    }
    expect(heard).toEqual(expected);
    expect(find(0)?.attempts.map(({ status, error }) => [status, error])).toEqual([
      [500, "Taken as a failure by the order flt_1"],
      [500, "Taken as a failure by the order flt_1"],
      [200, null],
    ]);
  },
);

test("a copy that arrives first does not count as the event's arrival", async () => {
  const copy: DeliveryFate = { kind: "webhook_duplicate", order: "flt_1" };
  const { world, heard, pass, find } = owing(copy);
  pass(0);
  await vi.waitUntil(() => find(0)?.state === "delivered");
  expect([heard, world.find("events", "evt_0")?.pending_webhooks]).toEqual([["evt_0"], 1]);
});

test("many that are given up at once leave the courier free for what comes after", async () => {
  const { world, courier, heard, find } = owing(...Array.from({ length: 30 }, () => undefined));
  for (let i = 0; i < 30; i++) world.put("deliveries", { ...owed(`dlv_${i}`, `evt_${i}`), endpoint: "we_gone" });
  courier.poke();
  await vi.waitUntil(() => find(29)?.state === "failed");
  world.put("events", anEvent("evt_last"));
  world.put("deliveries", owed("dlv_last", "evt_last"));
  courier.poke();
  await vi.waitUntil(() => heard.length > 0);
  expect(heard).toEqual(["evt_last"]);
});
