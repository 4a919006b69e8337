import { describe, expect, test } from "vitest";
import { POST as checkOut } from "@/app/api/stripe/checkout-session/route";
import { endpoint } from "@/lib/http/endpoint";

const answer = endpoint(async () => Response.json({}));

async function statusOf(headers: Record<string, string>, method = "POST"): Promise<number> {
  const response = await answer(new Request("http://localhost:3000/api/notes", { method, headers }), undefined);
  return response.status;
}

describe("a post with a visitor's cookie", () => {
  test.each<[string, Record<string, string>]>([
    ["of another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["of a sister domain", { "sec-fetch-site": "same-site", origin: "https://blog.example" }],
    ["of another site, whose browser says only the origin", { origin: "https://evil.example" }],
    ["of a page without an origin, like a sandboxed frame", { origin: "null" }],
    ["that claims our origin from another site", { "sec-fetch-site": "cross-site", origin: "http://localhost:3000" }],
    ["of another port of this machine", { origin: "http://localhost:4242", host: "localhost:3000" }],
  ])("from a page %s is refused", async (_where, headers) => {
    expect(await statusOf(headers)).toBe(403);
  });

  test.each<[string, Record<string, string>]>([
    ["from our own page", { "sec-fetch-site": "same-origin", origin: "http://localhost:3000" }],
    ["from our own page, by another name of this machine", { origin: "http://10.0.0.7:3000", host: "10.0.0.7:3000" }],
    ["by a program", {}],
  ])("%s passes", async (_where, headers) => {
    expect(await statusOf(headers)).toBe(200);
  });
});

test("reading from elsewhere is not refused: a link leads here", async () => {
  expect(await statusOf({ "sec-fetch-site": "cross-site" }, "GET")).toBe(200);
});

test("a form of another site starts no checkout, whoever is signed in", async () => {
  const body = JSON.stringify({ plan: "pro", interval: "month" });
  const headers = { "content-type": "text/plain", origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const request = new Request("http://localhost:3000/api/stripe/checkout-session", { method: "POST", body, headers });
  expect((await checkOut(request, undefined)).status).toBe(403);
});
