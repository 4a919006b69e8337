import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { aShop, openSite, type Site } from "./testing";

let site: Site;
let ada: string;
beforeAll(async () => {
  site = await openSite();
});
beforeEach(async () => {
  await fetch(`${site.sandbox.url}/_sandbox/reset`, { method: "POST" });
  ada = await (await aShop(site.stripe)).sell("Ada");
});
afterAll(() => site.close());

/** All that a form of ours can do, and what programs may. */
const DOES: [method: string, at: () => string, fields: Record<string, string>][] = [
  ["POST", () => "/time", { to: "year" }],
  ["POST", () => `/customers/${ada}/card`, { card: "pm_card_chargeCustomerFail" }],
  ["POST", () => `/customers/${ada}/portal`, {}],
  ["POST", () => "/webhooks/resend", { state: "failed" }],
  ["POST", () => "/faults/stripe", { kind: "unavailable" }],
  ["POST", () => "/faults/stripe/clear", {}],
  ["POST", () => "/faults/model", { fault: "503" }],
  ["POST", () => "/faults/mail", { status: "500", count: "1" }],
  ["POST", () => "/model/pace", { tokensPerSecond: "2", ttftMs: "0" }],
  ["POST", () => "/reset", { stripe: "yes", mailbox: "yes", model: "yes", sure: "yes" }],
  ["POST", () => "/_sandbox/reset", {}],
  ["POST", () => "/_sandbox/faults", {}],
  ["DELETE", () => "/api/mailbox", {}],
];

function send(method: string, at: string, fields: Record<string, string>, headers: Record<string, string>) {
  return fetch(site.control.url + at, { method, headers, body: new URLSearchParams(fields), redirect: "manual" });
}

/** Everything there is to know of the world from outside. */
async function state() {
  const at = ["/time", `/customers/${ada}`, "/faults", "/model", "/mailbox"];
  return (await Promise.all(at.map((one) => site.open(one)))).map(({ words }) => words);
}

describe("a page of another site", () => {
  test.each(DOES)("does nothing with %s %s", async (method, at, fields) => {
    const before = await state();
    for (const headers of [
      { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
      { "sec-fetch-site": "same-site", origin: "http://evil.localhost" },
      { "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: site.control.url.replace("http:", "https:") },
    ]) {
      const response = await send(method, at(), fields, headers);
      expect([response.status, response.headers.get("location")], JSON.stringify(headers)).toEqual([403, null]);
    }
    expect(await state()).toEqual(before);
  });

  test("is told so in its own way: a page for people, JSON for programs", async () => {
    const page = await send("POST", "/time", {}, { origin: "https://evil.example", accept: "text/html" });
    expect(await page.text()).toContain("That form was not sent from this page.");
    const program = await send("POST", "/time", {}, { origin: "https://evil.example", accept: "*/*" });
    expect(await program.json()).toEqual({
      errors: [{ message: "That was sent from a page of another site.", field: null, help: null }],
    });
  });

  test("may look, as anybody may, but not frame", async () => {
    const response = await fetch(`${site.control.url}/time`, { headers: { "sec-fetch-site": "cross-site" } });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  test("no origin but our own is taken", async () => {
    await fc.assert(
      fc.asyncProperty(fc.webUrl({ validSchemes: ["http", "https"] }), async (url) => {
        const response = await send("POST", "/time", { to: "day" }, { origin: new URL(url).origin });
        expect(response.status).toBe(403);
      }),
      { numRuns: 30 },
    );
  });
});

describe("our own page", () => {
  test.each<Record<string, string>>([
    { "sec-fetch-site": "same-origin", origin: "null" },
    { "sec-fetch-site": "none" },
    {},
  ])("with %j does what its form says", async (headers) => {
    expect((await send("POST", "/time", { to: "day" }, headers)).status).toBe(303);
  });

  test("is known by its origin where a browser says no more", async () => {
    const own = { origin: site.control.url };
    expect((await send("POST", "/time", { to: "day" }, own)).status).toBe(303);
  });
});

test("a form that is too large, or that breaks off, is refused and nothing is done", async () => {
  const response = await send("POST", "/time", { to: "day", more: "x".repeat(20_000) }, {});
  expect(response.status).toBe(413);
  expect((await site.open("/time")).words).toContain("1 March 2027 12:00 UTC");
});
