import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { config, proxy } from "@/proxy";

async function answered(path = "/", headers: Record<string, string> = {}) {
  const response = await proxy(new NextRequest(`http://localhost:3000${path}`, { headers }));
  return response.headers;
}

function nonceIn(policy: string | null): string | undefined {
  return /'nonce-([^']+)'/.exec(policy ?? "")?.[1];
}

describe("every page", () => {
  test("has a nonce that no other answer has", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => answered()));
    const nonces = answers.map((headers) => nonceIn(headers.get("content-security-policy")));
    expect(nonces).not.toContain(undefined);
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  test("is rendered under the very policy that the browser gets", async () => {
    const headers = await answered();
    expect(headers.get("x-middleware-request-content-security-policy")).toBe(headers.get("content-security-policy"));
  });

  test("does not take a policy from the visitor", async () => {
    const headers = await answered("/", { "content-security-policy": "script-src 'unsafe-inline'" });
    expect(headers.get("x-middleware-request-content-security-policy")).not.toContain("script-src 'unsafe-inline'");
  });

  test("never allows inline scripts", async () => {
    const scripts = /script-src [^;]+/.exec((await answered()).get("content-security-policy") ?? "")?.[0];
    expect(scripts).toBeDefined();
    expect(scripts).not.toContain("unsafe-inline");
  });

  test("carries the plain headers too", async () => {
    const headers = await answered();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
  });

  test("promises nothing about https where there is none", async () => {
    expect((await answered()).get("strict-transport-security")).toBeNull();
  });
});

describe("a visitor without a session", () => {
  test("is sent to sign in, with the headers of any page", async () => {
    const response = await proxy(new NextRequest("http://localhost:3000/settings"));
    expect(response.status).toBe(307);
    expect(response.headers.get("location")).toBe("http://localhost:3000/sign-in?next=%2Fsettings");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("a path that can not be decoded", () => {
  test.each([
    ["/api/subscriptions/%ff", "/api/no-such-path"],
    ["/api/%E0%A4%A", "/api/no-such-path"],
    ["/pricing/%", "/no-such-page"],
  ])("%s leads nowhere: %s", async (path, nowhere) => {
    expect((await answered(path)).get("x-middleware-rewrite")).toBe(`http://localhost:3000${nowhere}`);
  });

  test("one that can goes where it leads", async () => {
    for (const path of ["/pricing/%C3%BC", "/api/subscriptions/sub%20", "/a%2Fb"])
      expect((await answered(path)).get("x-middleware-rewrite")).toBeNull();
  });

  test("is seen in the API too, whose other paths cost nothing here", () => {
    const matches = (path: string) => config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(path));
    expect([matches("/api/subscriptions/%ff"), matches("/api/subscriptions/sub_1")]).toEqual([true, false]);
  });
});

describe("what it is asked for", () => {
  const matches = (path: string) => config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(path));

  test.each(["/", "/pricing", "/sign-in", "/chat/0198", "/billing/return", "/admin/billing", "/apiary"])(
    "%s is a page",
    (path) => {
      expect(matches(path)).toBe(true);
    },
  );

  test.each(["/api/health", "/_next/static/chunks/a.js", "/icon.svg", "/screenshots/chat-dark.png"])(
    "%s is not",
    (path) => {
      expect(matches(path)).toBe(false);
    },
  );
});
