import { expect, test } from "vitest";
import { World } from "../store/world";
import { openListener, openWorld, postForm, until } from "../testing/test-world";
import { liveSecrets, rollSecret } from "./secrets";

function anEndpoint() {
  const world = new World("s");
  world.put("endpoint_secrets", { id: "we_1", secret: "whsec_a" });
  const live = (nowMs: number) => {
    const held = world.find("endpoint_secrets", "we_1");
    return held ? liveSecrets(held, nowMs) : [];
  };
  return { world, live, roll: (overlapS: number, nowMs: number) => rollSecret(world, "we_1", { overlapS, nowMs }) };
}

test("a replaced secret signs until its time is over, to the millisecond", () => {
  const { live, roll } = anEndpoint();
  const fresh = roll(60, 1_000);
  expect(live(60_999)).toEqual([fresh, "whsec_a"]);
  expect(live(61_000)).toEqual([fresh]);
});

test("rolled at once, the old ones are worth nothing from then on", () => {
  const { live, roll } = anEndpoint();
  roll(60, 0);
  const fresh = roll(0, 1);
  expect(live(1)).toEqual([fresh]);
});

test("rolled twice, all that still live sign, newest first; those that are over are forgotten", () => {
  const { world, live, roll } = anEndpoint();
  const second = roll(10, 0);
  const third = roll(100, 5_000);
  expect(live(5_000)).toEqual([third, second, "whsec_a"]);
  const fourth = roll(100, 20_000);
  expect(live(20_000)).toEqual([fourth, third, second]);
  expect(world.find("endpoint_secrets", "we_1")?.earlier).toHaveLength(2);
});

test("what is not there can not be rolled", () => {
  expect(rollSecret(new World("s"), "we_none", { overlapS: 0, nowMs: 0 })).toBeUndefined();
});

test("while two secrets live a webhook verifies with either, and afterwards with the new one only", async () => {
  const { stripe, url, advance } = await openWorld();
  const listener = await openListener();
  const { id, secret: old = "" } = await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["*"] });
  const reply = await postForm(`${url}/_sandbox/webhook_endpoints/${id}/roll_secret`, { overlap_seconds: "3600" });
  const { secret: fresh } = (await reply.json()) as { secret: string };
  const verifies = (at: number, secret: string) => {
    const { body, headers } = listener.heard[at] ?? { body: "", headers: {} };
    const signature = String(headers["stripe-signature"]);
    try {
      return stripe.webhooks.constructEvent(body, signature, secret).type;
    } catch {
      return null;
    }
  };
  await stripe.customers.create();
  await until(() => listener.heard.length === 1);
  expect([verifies(0, old), verifies(0, fresh)]).toEqual(["customer.created", "customer.created"]);
  await advance(3600);
  await stripe.customers.create();
  await until(() => listener.heard.length === 2);
  expect([verifies(1, old), verifies(1, fresh)]).toEqual([null, "customer.created"]);
});

test.each([
  ["we_none", "0", 404],
  ["we_none", "-1", 400],
  ["we_none", "86401", 400],
  ["we_none", "soon", 400],
])("rolling %s with an overlap of %s is %i", async (id, overlap_seconds, status) => {
  const { url } = await openWorld();
  const reply = await postForm(`${url}/_sandbox/webhook_endpoints/${id}/roll_secret`, { overlap_seconds });
  expect(reply.status).toBe(status);
});
