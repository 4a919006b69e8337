import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { askWebhook } from "@/lib/billing/testing/webhook";
import { db } from "@/lib/db/client";
import { env } from "@/lib/platform/env";

const sign = (payload: string, secret = env.stripe.webhookSecret, at = Math.floor(Date.now() / 1000)) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: at });

function deliver(payload: BodyInit, signature?: string): Promise<Response> {
  const headers = signature === undefined ? {} : { "stripe-signature": signature };
  return askWebhook({ method: "POST", body: payload, headers });
}

const event = (id: string) =>
  JSON.stringify({
    id,
    object: "event",
    api_version: Stripe.API_VERSION,
    created: 1_760_000_000,
    livemode: false,
    type: "customer.updated",
    data: { object: { id: "cus_1", object: "customer" } },
  });

describe("what is not from Stripe", () => {
  const good = event("evt_refused");
  const old = Math.floor(Date.now() / 1000) - 301;
  test.each<[string, BodyInit, string | undefined]>([
    ["has no signature", good, undefined],
    ["has an empty signature", good, ""],
    ["has a signature that is none", good, "t=1,v1=zz"],
    ["is signed with another secret", good, sign(good, "whsec_other")],
    ["was signed too long ago", good, sign(good, env.stripe.webhookSecret, old)],
    ["was altered by a byte", good.replace("cus_1", "cus_2"), sign(good)],
    ["is no JSON, although it is signed", "not json", sign("not json")],
    ["is empty", "", sign("")],
    ["is no text", new Uint8Array([0xff, 0xfe]), sign("x")],
  ])("is refused when it %s, and nothing is stored", async (_what, payload, signature) => {
    const response = await deliver(payload, signature);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { requestId: response.headers.get("x-request-id") } });
    expect(await db.stripeEvent.count()).toBe(0);
  });

  test("is refused unread when it is too long", async () => {
    const response = await deliver("x".repeat(1024 * 1024 + 1), "t=1,v1=x");
    expect(response.status).toBe(413);
  });
});

test("the same event twice, and twice at once, is acknowledged each time and stored once", async () => {
  const payload = event("evt_twice");
  const send = () => deliver(payload, sign(payload));
  const answers = [await send(), ...(await Promise.all([send(), send()]))];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await answers[0]?.json()).toEqual({ received: "evt_twice" });
  expect(await db.stripeEvent.count()).toBe(1);
});

test("looking at it by hand says what it takes", async () => {
  const response = await askWebhook();
  expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
});
