import { describe, expect, test } from "vitest";
import { contentSecurityPolicy, formTargetsOf, PLAIN_HEADERS } from "@/lib/http/security-headers";

const strict = { isHttps: true, allowsEval: false, formTargets: [] };

function directive(policy: string, name: string): string[] | undefined {
  const found = policy.split("; ").find((part) => part === name || part.startsWith(`${name} `));
  return found?.split(" ").slice(1);
}

describe("the page's policy", () => {
  test("lets scripts run by nonce only", () => {
    const scripts = directive(contentSecurityPolicy("abc", strict), "script-src");
    expect(scripts).toEqual(["'self'", "'nonce-abc'", "'strict-dynamic'"]);
  });

  test("allows eval in development and nowhere else", () => {
    expect(contentSecurityPolicy("abc", strict)).not.toContain("unsafe-eval");
    expect(contentSecurityPolicy("abc", { ...strict, allowsEval: true })).toContain("'unsafe-eval'");
  });

  test("can not be framed, rebased or used to load plug-ins", () => {
    const policy = contentSecurityPolicy("abc", strict);
    expect(directive(policy, "frame-ancestors")).toEqual(["'none'"]);
    expect(directive(policy, "base-uri")).toEqual(["'self'"]);
    expect(directive(policy, "object-src")).toEqual(["'none'"]);
  });

  test("upgrades requests only when the site itself is https", () => {
    expect(directive(contentSecurityPolicy("abc", strict), "upgrade-insecure-requests")).toEqual([]);
    expect(directive(contentSecurityPolicy("abc", { ...strict, isHttps: false }), "upgrade-insecure-requests")).toBe(
      undefined,
    );
  });

  test("lets forms end at the payment page and nowhere else", () => {
    const policy = contentSecurityPolicy("abc", { ...strict, formTargets: ["https://checkout.stripe.com"] });
    expect(directive(policy, "form-action")).toEqual(["'self'", "https://checkout.stripe.com"]);
  });
});

describe("where forms may end up", () => {
  const none = { google: undefined, github: undefined };

  test("is Stripe's own pages with a real key", () => {
    const stripe = { isReal: true, apiBase: "https://api.stripe.com" };
    expect(formTargetsOf({ ...none, stripe })).toEqual(["https://checkout.stripe.com", "https://billing.stripe.com"]);
  });

  test("is the stand-in under both of its names without one", () => {
    const stripe = { isReal: false, apiBase: "http://127.0.0.1:4242" };
    expect(formTargetsOf({ ...none, stripe })).toEqual(["http://127.0.0.1:4242", "http://localhost:4242"]);
  });

  test("includes sign-in providers once they are configured, at their own address or another", () => {
    const targets = formTargetsOf({
      stripe: { isReal: true, apiBase: "https://api.stripe.com" },
      google: { base: undefined },
      github: { base: "http://localhost:4010/github" },
    });
    expect(targets).toContain("https://accounts.google.com");
    expect(targets).toContain("http://localhost:4010");
  });
});

test("plain headers name each header once, in lower case", () => {
  const names = PLAIN_HEADERS.map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(names.map((name) => name.toLowerCase()));
});
