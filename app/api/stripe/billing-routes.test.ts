import { aBrowser } from "@/lib/identity/testing/browser";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as checkout from "@/app/api/stripe/checkout-session/route";
import * as direct from "@/app/api/stripe/create-subscription/route";
import * as portal from "@/app/api/stripe/portal-session/route";
import * as subscription from "@/app/api/subscriptions/[id]/route";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, makeCustomer, subscribe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { env } from "@/lib/platform/env";

beforeAll(ensurePrices);

let viewer: Viewer;
beforeEach(async () => {
  viewer = await aPerson();
});

const request = (path: string, method: string, body?: string, headers: Record<string, string> = {}) =>
  new Request(`${env.appUrl}/api/${path}`, { method, headers, ...(body === undefined ? {} : { body }) });

/** The four routes, as a browser of this person (or of nobody) calls them. */
async function browserOf(person?: Viewer) {
  const browser = aBrowser();
  if (person) await browser.become(person);
  return {
    buy: (body: string, headers: Record<string, string> = {}) =>
      browser.call(() => checkout.POST(request("stripe/checkout-session", "POST", body, headers), undefined)),
    subscribe: (body: string) =>
      browser.call(() => direct.POST(request("stripe/create-subscription", "POST", body), undefined)),
    manage: () => browser.call(() => portal.POST(request("stripe/portal-session", "POST"), undefined)),
    read: (id: string) =>
      browser.call(() => subscription.GET(request(`subscriptions/${id}`, "GET"), { params: Promise.resolve({ id }) })),
  };
}

type Failure = { error: { code: string; url?: string; fields?: Record<string, string[]>; requestId: string } };
const errorOf = async (response: Response) => ((await response.json()) as Failure).error;
const PRO = JSON.stringify({ plan: "pro", interval: "month" });

describe("without a session", () => {
  test("all of them are 401 with the error body, whatever else is wrong", async () => {
    const nobody = await browserOf();
    for (const response of [
      await nobody.buy("{"),
      await nobody.subscribe("{"),
      await nobody.manage(),
      await nobody.read("sub_1"),
    ]) {
      expect(response.status).toBe(401);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(await errorOf(response)).toMatchObject({
        code: "unauthenticated",
        requestId: response.headers.get("x-request-id"),
      });
    }
  });
});

describe("buying", () => {
  test("leads to a hosted page", async () => {
    const response = await (await browserOf(viewer)).buy(PRO);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ url: expect.stringMatching(/^http/) as string });
  });

  test.each([
    ["no JSON", "{", ["body"]],
    ["nothing", "{}", ["plan", "interval"]],
    ["the plan that is free", '{"plan":"free","interval":"month"}', ["plan"]],
    ["a currency there is no price in", '{"plan":"pro","interval":"month","currency":"chf"}', ["currency"]],
    ["a price of one's own", '{"plan":"pro","interval":"month","priceId":"price_1","amount":1}', ["priceId", "amount"]],
    ["numbers", '{"plan":1,"interval":2}', ["plan", "interval"]],
  ])("with %s is refused, each field by its name, and reaches no Stripe", async (_what, body, fields) => {
    const response = await (await browserOf(viewer)).buy(body);
    expect(response.status).toBe(400);
    const error = await errorOf(response);
    expect(error.code).toBe("invalid_input");
    expect(Object.keys(error.fields ?? { body: [] })).toEqual(fields);
    expect(await db.user.findUniqueOrThrow({ where: { id: viewer.id } })).toMatchObject({ stripeCustomerId: null });
  });

  test("what one has already is a conflict that leads to the portal, another plan one that leads to its change", async () => {
    await subscribe(viewer);
    const browser = await browserOf(viewer);
    const same = await browser.buy(JSON.stringify({ plan: "pro", interval: "year" }));
    const { url } = await errorOf(same);
    expect(await (await fetch(url ?? "")).text()).toContain("Parley Pro");
    const other = await browser.buy(JSON.stringify({ plan: "enterprise", interval: "year" }));
    expect(await errorOf(other)).toMatchObject({ code: "conflict", url: `${env.appUrl}/billing` });
    expect([same.status, other.status]).toEqual([409, 409]);
  });

  test("from a page of another site is refused, although the browser brings the cookie", async () => {
    const response = await (await browserOf(viewer)).buy(PRO, { "sec-fetch-site": "cross-site" });
    expect([response.status, (await errorOf(response)).code]).toEqual([403, "forbidden"]);
  });

  test("in a loop is stopped with the seconds to wait", async () => {
    const browser = await browserOf(viewer);
    const answers = await Promise.all(Array.from({ length: 25 }, () => browser.buy(PRO)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
  });
});

describe("subscribing with a saved card", () => {
  test("leads to a checkout without one, and answers with the subscription with one", async () => {
    const browser = await browserOf(viewer);
    const without = await browser.subscribe(PRO);
    expect(without.status).toBe(409);
    expect(await errorOf(without)).toMatchObject({ code: "conflict", url: expect.stringMatching(/^http/u) as string });
    await makeCustomer(viewer);
    const made = await browser.subscribe(PRO);
    expect([made.status, await made.json()]).toEqual([
      200,
      expect.objectContaining({ plan: "pro", status: "trialing", confirmUrl: null }),
    ]);
  });

  test("with a plan there is none of is refused by its field", async () => {
    const response = await (await browserOf(viewer)).subscribe('{"plan":"gold","interval":"month"}');
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ fields: { plan: ["Choose pro or enterprise."] } });
  });
});

describe("managing", () => {
  test("is a conflict while there is nothing to manage, and a page once there is", async () => {
    const browser = await browserOf(viewer);
    const before = await browser.manage();
    expect([before.status, (await errorOf(before)).code]).toEqual([409, "conflict"]);
    await subscribe(viewer);
    const after = await browser.manage();
    expect([after.status, await after.json()]).toEqual([200, { url: expect.stringMatching(/^http/) as string }]);
  });
});

describe("a subscription", () => {
  async function subscribed(): Promise<string> {
    const { customerId } = await subscribe(viewer);
    await syncCustomer(customerId);
    const { id } = await db.subscription.findFirstOrThrow({ where: { userId: viewer.id } });
    return id;
  }

  test("is read by whose it is, and by an admin", async () => {
    const id = await subscribed();
    for (const reader of [viewer, await aPerson({ role: "admin" })]) {
      const response = await (await browserOf(reader)).read(id);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ id, plan: "pro", status: "trialing", isPrimary: true });
    }
  });

  test("is to anybody else exactly what does not exist", async () => {
    const id = await subscribed();
    const stranger = await browserOf(await aPerson());
    const answers = await Promise.all([stranger.read(id), stranger.read("sub_nowhere")]);
    const [others, nowhere] = await Promise.all(answers.map(errorOf));
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect({ ...others, requestId: "" }).toEqual({ ...nowhere, requestId: "" });
  });

  test.each(["%00", "\u0000", "sub 1", "'; DROP TABLE users; --", "x".repeat(300), "\ud800"])(
    "with the id %j is not found, and no fault of the database's",
    async (id) => {
      const browser = aBrowser();
      await browser.become(viewer);
      const asked = new Request(`${env.appUrl}/api/subscriptions/x`);
      const response = await browser.call(() => subscription.GET(asked, { params: Promise.resolve({ id }) }));
      expect(response.status).toBe(404);
    },
  );
});
