import type { Page } from "@playwright/test";
import { facts } from "./facts";
import { expect, test } from "./fixtures";
import { ADMINS_PAGES, PERSONS_PAGES, PUBLIC_PAGES } from "./places";
import { ADMIN_EMAIL, signInAs } from "./people";

const HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": /origin|no-referrer/,
  "permissions-policy": /camera=\(\)/,
  "cross-origin-opener-policy": "same-origin",
};

/** The pages stay silent too: the fixture fails a test whose pages break their policy or throw. */
test("every page has a policy with a nonce of its own, and runs no other script", async ({ page, context }) => {
  await signInAs(context, ADMIN_EMAIL);
  const nonces = new Set<string>();
  const pages = [...PUBLIC_PAGES, ...PERSONS_PAGES, ...ADMINS_PAGES];
  for (const address of pages) {
    const answer = await page.goto(address);
    const headers = answer?.headers() ?? {};
    for (const [name, value] of Object.entries(HEADERS)) {
      expect(headers[name], `${name} of ${address}`).toMatch(value);
    }
    const scripts = directive(headers["content-security-policy"], "script-src");
    expect(scripts, address).not.toContain("'unsafe-inline'");
    expect(scripts, address).not.toContain("'unsafe-eval'");
    nonces.add(scripts.find((source) => source.startsWith("'nonce-")) ?? "none");
    await expectOwnScriptsOnly(page);
  }
  expect(nonces.size).toBe(pages.length);
  expect(nonces).not.toContain("none");
});

test("a script that got into a page does not run", async ({ browser }) => {
  // Not the watched browser: here the complaint is what is wanted.
  const page = await browser.newPage({ baseURL: facts.appUrl });
  await page.goto("/pricing");
  const blocked = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective));
        document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.stolen = true">');
      }),
  );
  expect(await blocked).toBe("script-src-attr");
  expect(await page.evaluate(() => "stolen" in window)).toBe(false);
  await page.close();
});

test("no other site may put a page into a frame, and no form may lead astray", async ({ request }) => {
  const policy = (await request.get("/sign-in")).headers()["content-security-policy"];
  expect(directive(policy, "frame-ancestors")).toEqual(["'none'"]);
  expect(directive(policy, "base-uri")).toEqual(["'self'"]);
  expect(directive(policy, "object-src")).toEqual(["'none'"]);
  expect(directive(policy, "form-action")).not.toContain("*");
});

test("the API's answers carry the headers too, and never a stack trace", async ({ request }) => {
  const answers = [
    await request.get("/api/health"),
    await request.get("/api/health/ready"),
    await request.post("/api/openai/chat", { data: "not json at all" }),
    await request.post("/api/webhooks/stripe", { data: "{}" }),
    await request.get("/api/no-such-thing"),
  ];
  for (const answer of answers) {
    for (const [name, value] of Object.entries(HEADERS)) {
      expect(answer.headers()[name], `${name} of ${answer.url()}`).toMatch(value);
    }
    expect(await answer.text()).not.toMatch(/\bat .+:\d+:\d+|node_modules/);
    expect(answer.headers()["x-powered-by"]).toBeUndefined();
  }
  expect(answers.map((answer) => answer.status())).toEqual([200, 200, 401, 400, 404]);
});

async function expectOwnScriptsOnly(page: Page): Promise<void> {
  const strange = await page
    .locator("script")
    .evaluateAll((scripts: HTMLScriptElement[]) =>
      scripts.filter(({ nonce, src }) => !nonce && !src).map(({ text }) => text),
    );
  expect(strange, page.url()).toEqual([]);
}

function directive(policy: string | undefined, name: string): string[] {
  const [, ...sources] =
    policy
      ?.split("; ")
      .find((part) => part.startsWith(`${name} `))
      ?.split(" ") ?? [];
  expect(sources, `${name} of ${policy}`).not.toEqual([]);
  return sources;
}
