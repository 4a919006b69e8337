import { expect, test } from "vitest";
import { ask } from "@/lib/gateway/testing/program";
import { crossOriginHeaders } from "@/lib/http/cross-origin";
import { env } from "@/lib/platform/env";

const URL_OF_MODELS = `${env.appUrl}/api/v1/models`;
const from = (origin: string | undefined, method = "GET", more: Record<string, string> = {}) =>
  new Request(URL_OF_MODELS, { method, headers: { ...(origin === undefined ? {} : { origin }), ...more } });
const told = (request: Request, allowed: string[]) => Object.fromEntries(crossOriginHeaders(request, allowed));

test("nobody else's page may call unless the operator names its origin", () => {
  expect(told(from("https://app.example.com"), [])).toEqual({});
  expect(told(from("https://evil.example"), ["https://app.example.com"])).toEqual({ vary: "Origin" });
});

test("a page of a named origin may, and reads what is left of its limits", () => {
  const headers = told(from("https://app.example.com"), ["https://app.example.com"]);
  expect(headers).toMatchObject({ vary: "Origin", "access-control-allow-origin": "https://app.example.com" });
  expect(headers["access-control-expose-headers"]).toContain("x-ratelimit-remaining-requests");
  expect(headers["access-control-allow-credentials"]).toBeUndefined();
});

test("a browser that asks before it sends a key is told what it may send", () => {
  const asked = { "access-control-request-headers": "authorization,content-type,x-stainless-os" };
  expect(told(from("https://a.example", "OPTIONS", asked), ["*"])).toMatchObject({
    "access-control-allow-origin": "https://a.example",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "authorization,content-type,x-stainless-os",
  });
});

test("a program, which has no origin, is answered as ever", () => {
  expect(told(from(undefined), ["*"])).toEqual({ vary: "Origin" });
});

test("a preflight needs no key and says nothing where nobody is allowed", async () => {
  const answer = await ask(from("https://a.example", "OPTIONS"));
  expect(answer.status).toBe(204);
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
});
