import { afterEach, expect, test, vi } from "vitest";
import { createClock } from "../clock";
import type { Delivery, StripeEvent } from "../store/wire";
import { World } from "../store/world";
import { waitAfter } from "./backoff";
import { Courier } from "./courier";
import { isLoopback, type PostOrder, type PostResult } from "./post-event";

const open: Courier[] = [];
afterEach(async () => {
  for (const courier of open.splice(0)) await courier.close();
});

/** A world that owes one event to one endpoint, and a post office that answers as told. */
function owing(answers: (PostResult | Promise<PostResult>)[], count = 1) {
  const world = new World("s");
  const event: StripeEvent = {
    id: "evt_1",
    object: "event",
    api_version: "v",
    created: 1,
    data: { object: {} },
    livemode: false,
    pending_webhooks: count,
    request: { id: null, idempotency_key: null },
    type: "customer.created",
  };
  world.put("events", event);
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
  for (let i = 0; i < count; i++) world.put("deliveries", owed(`dlv_${i}`));
  const clock = createClock(() => 1_000_000);
  const posted: PostOrder[] = [];
  const post = async (order: PostOrder) => {
    posted.push(order);
    return answers[posted.length - 1] ?? OK;
  };
  const courier = new Courier({ world, clock, save: () => world.commit(), anywhere: false, post });
  open.push(courier);
  const first = () => world.find("deliveries", "dlv_0");
  return { world, clock, courier, posted, first };
}

const OK: PostResult = { status: 200, error: null };
const DOWN: PostResult = { status: null, error: "down" };

function owed(id: string): Delivery {
  return { id, event: "evt_1", endpoint: "we_1", url: "", state: "pending", attempts: [], nextAttemptAtMs: 0 };
}

test("waits grow, last three days in all, and end", () => {
  const waits = Array.from({ length: 12 }, (_, i) => waitAfter(i + 1)).filter((wait) => wait !== null);
  expect(waits.slice(0, 4)).toEqual([1_000, 5_000, 30_000, 300_000]);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.reduce((a, b) => a + b, 0)).toBeGreaterThan(70 * 3_600_000);
  expect(waitAfter(11)).toBeNull();
});

test("what is not due is not sent, also when poked", async () => {
  const { courier, clock, posted, first } = owing([DOWN]);
  courier.poke();
  await vi.waitUntil(() => first()?.attempts.length === 1);
  courier.poke();
  expect(posted).toHaveLength(1);
  expect(first()?.nextAttemptAtMs).toBe(clock.nowMs() + 1_000);
  clock.setOffsetMs(1_000);
  courier.poke();
  await vi.waitUntil(() => first()?.state === "delivered");
  expect(posted).toHaveLength(2);
});

test("one that is under way is not sent a second time", async () => {
  let answer: (result: PostResult) => void = () => {};
  const { courier, posted, first } = owing([new Promise((resolve) => (answer = resolve))]);
  courier.poke();
  courier.poke();
  courier.poke();
  expect(posted).toHaveLength(1);
  answer(OK);
  await vi.waitUntil(() => first()?.state === "delivered");
  expect(posted).toHaveLength(1);
});

test("no more than twenty go out at once, and all arrive", async () => {
  const { world, courier, posted } = owing([], 50);
  courier.poke();
  expect(posted).toHaveLength(20);
  await vi.waitUntil(() => world.all("deliveries").every((delivery) => delivery.state === "delivered"));
  expect(posted).toHaveLength(50);
  expect(world.find("events", "evt_1")?.pending_webhooks).toBe(0);
});

test("what is owed to an endpoint that is gone is given up without a try", async () => {
  const { world, courier, posted, first } = owing([]);
  world.remove("webhook_endpoints", "we_1");
  courier.poke();
  await vi.waitUntil(() => first()?.state === "failed");
  expect(posted).toEqual([]);
});

test("a world that was emptied while something was under way stays empty", async () => {
  let answer: (result: PostResult) => void = () => {};
  const { world, courier } = owing([new Promise((resolve) => (answer = resolve))]);
  courier.poke();
  world.clear();
  answer(OK);
  await courier.close();
  expect(world.size("deliveries")).toBe(0);
});

test.each([
  ["localhost", true],
  ["127.0.0.1", true],
  ["127.9.9.9", true],
  ["[::1]", true],
  ["LOCALHOST", true],
  ["127.0.0.1.example.test", false],
  ["localhost.example.test", false],
  ["0.0.0.0", false],
  ["10.0.0.1", false],
  ["[::ffff:7f00:1]", false],
  ["169.254.169.254", false],
])("%s is this machine: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
