import { aBrowser } from "@/lib/identity/testing/browser";
import { beforeEach, describe, expect, test } from "vitest";
import * as route from "@/app/api/stripe/payment-intent/route";
import { stripe } from "@/lib/adapters/payments/connection";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { env } from "@/lib/platform/env";

let viewer: Viewer;
beforeEach(async () => {
  viewer = await aPerson();
});

/** The route as this person's browser calls it, or nobody's. */
async function ask(
  body: unknown,
  { person = viewer, headers = {} }: { person?: Viewer | null; headers?: Record<string, string> } = {},
) {
  const browser = aBrowser();
  if (person) await browser.become(person);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const request = new Request(`${env.appUrl}/api/stripe/payment-intent`, { method: "POST", headers, body: text });
  const response = await browser.call(() => route.POST(request, undefined));
  return { response, answer: (await response.json()) as Record<string, unknown> };
}

describe("a payment for credits", () => {
  test("is opened for a pack or an amount, with the secret that confirms it", async () => {
    for (const wish of [{ pack: "medium" }, { amount: 1_999, currency: "eur" }]) {
      const { response, answer } = await ask(wish);
      expect(response.status).toBe(200);
      const { paymentIntentId, clientSecret } = answer;
      const intent = await stripe.paymentIntents.retrieve(String(paymentIntentId));
      expect(intent).toMatchObject({
        client_secret: clientSecret,
        amount: answer["amount"],
        metadata: { kind: "credits" },
      });
    }
  });

  test.each([
    ["no such pack", { pack: "huge" }, { pack: ["Choose small, medium or large."] }],
    ["too little", { amount: 1, currency: "usd" }, { amount: [expect.stringContaining("from 500 to 50000")] }],
    ["too much", { amount: 1e9, currency: "usd" }, { amount: [expect.stringContaining("from 500 to 50000")] }],
    ["a currency we do not sell in", { amount: 500, currency: "jpy" }, { currency: ["Choose usd, eur or gbp."] }],
    ["no JSON", "{", undefined],
  ])("of %s is refused with what there is, and reaches no Stripe", async (_what, body, fields) => {
    const { response, answer } = await ask(body);
    expect(response.status).toBe(400);
    expect(answer).toMatchObject({ error: { code: "invalid_input", ...(fields ? { fields } : {}) } });
    expect(await db.user.findUniqueOrThrow({ where: { id: viewer.id } })).toMatchObject({ stripeCustomerId: null });
  });

  test("is nobody's without a session, and none is opened from a page of another site", async () => {
    const nobody = await ask({ pack: "small" }, { person: null });
    expect(nobody.response.status).toBe(401);
    const other = await ask({ pack: "small" }, { headers: { "sec-fetch-site": "cross-site" } });
    expect(other.response.status).toBe(403);
  });

  test("in a loop is stopped with the seconds to wait", async () => {
    const answers = await Promise.all(Array.from({ length: 35 }, () => ask({ pack: "small" })));
    const refused = answers.filter(({ response }) => response.status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(3);
    expect(Number(refused[0]?.response.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});
