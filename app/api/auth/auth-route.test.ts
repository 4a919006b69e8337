import { afterEach, describe, expect, test, vi } from "vitest";
import { GET, PATCH, POST } from "@/app/api/auth/[...nextauth]/route";
import type { DatabaseWatch } from "@/lib/db/reachable";
import { log } from "@/lib/platform/log";

const kept = globalThis as { parleyDatabaseWatch?: DatabaseWatch | undefined };
const APP = "http://localhost:3000";
const ask = (path: string, headers: Record<string, string> = {}) =>
  GET(new Request(`${APP}/api/auth/${path}`, { headers }), undefined);
const post = (path: string, body: string, type = "application/x-www-form-urlencoded") =>
  POST(new Request(`${APP}/api/auth/${path}`, { method: "POST", body, headers: { "content-type": type } }), undefined);

afterEach(() => {
  kept.parleyDatabaseWatch = undefined;
  vi.restoreAllMocks();
});

test("without the database nobody is taken for a stranger: it is 503", async () => {
  kept.parleyDatabaseWatch = { isThere: async () => false, doubt: () => {} };
  const response = await ask("session", { cookie: "parley.session=x" });
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { code: "database_down" } });
});

test("with it a stranger is one", async () => {
  const response = await ask("session");
  expect([response.status, await response.json()]).toEqual([200, null]);
});

test("a method that Auth.js does not know is told so", async () => {
  const response = await PATCH(new Request(`${APP}/api/auth/session`, { method: "PATCH" }), undefined);
  expect(response.status).toBe(405);
});

describe("what a visitor types is logged as no fault of ours:", () => {
  const attempts: Record<string, () => Promise<Response>> = {
    "an action that does not exist": () => ask("nonsense"),
    "a path that is none": () => ask("signin/a/b/c"),
    "a provider that does not exist": () => ask("callback/nobody"),
    "a form without its token": () => post("callback/entry", "token=x"),
    "a form of another site": () => post("signout", "csrfToken=guessed"),
    "a body that is not JSON": () => post("callback/entry", "{", "application/json"),
    "a callback address that is none": () => ask("signin?callbackUrl=%3A%3A"),
    "an entry without a token": async () => {
      const csrf = await ask("csrf");
      const { csrfToken } = (await csrf.json()) as { csrfToken: string };
      const cookie = csrf.headers
        .getSetCookie()
        .map((line) => line.split(";")[0])
        .join("; ");
      const body = new URLSearchParams({ csrfToken });
      const init = { method: "POST", body, headers: { cookie } };
      return POST(new Request(`${APP}/api/auth/callback/entry`, init), undefined);
    },
  };

  test.each(Object.keys(attempts))("%s", async (name) => {
    const failed = vi.spyOn(log, "error");
    const refused = vi.spyOn(log, "info");
    const response = await attempts[name]!();
    expect(failed.mock.calls).toEqual([]);
    expect(refused.mock.calls.map(([event]) => event)).toContain("auth.refused");
    expect(response.headers.get("x-request-id")).toBeTruthy();
    expect(response.status).toBeLessThan(500);
  });
});
