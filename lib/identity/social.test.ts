import { createEmulator, type Emulator } from "emulate";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { createAuth } from "@/lib/identity/auth";
import { hashPassword } from "@/lib/identity/passwords";
import { sessionCookie } from "@/lib/identity/session-cookie";
import { openSession, resumeSession } from "@/lib/identity/sessions";
import { isAddressChecked } from "@/lib/identity/social";
import { newId, sha256 } from "@/lib/platform/ids";

const APP = "http://localhost:3000";
const CLIENT = { clientId: "parley-client", clientSecret: "parley-secret" };
const ADA = "ada@example.test";

let google: Emulator;
let github: Emulator;
let auth: ReturnType<typeof createAuth>;

beforeAll(async () => {
  const client = (provider: string) => ({
    client_id: CLIENT.clientId,
    client_secret: CLIENT.clientSecret,
    name: "Parley",
    redirect_uris: [`${APP}/api/auth/callback/${provider}`],
  });
  const googleUsers = [
    { email: "Ada@Example.test", name: "Ada at Google" },
    { email: "unchecked@example.test", name: "Mallory", email_verified: false },
  ];
  const githubUsers = [{ login: "ada", name: "Ada at GitHub", email: ADA }];
  google = await createEmulator({
    service: "google",
    port: 0,
    seed: { google: { users: googleUsers, oauth_clients: [client("google")] } },
  });
  github = await createEmulator({
    service: "github",
    port: 0,
    seed: { github: { users: githubUsers, oauth_apps: [client("github")] } },
  });
  auth = createAuth({
    google: { ...CLIENT, base: google.url },
    github: { ...CLIENT, base: github.url, apiBase: github.url },
  });
});

afterAll(async () => {
  await Promise.all([google.close(), github.close()]);
});

beforeEach(async () => {
  await db.user.deleteMany();
});

/** A browser that keeps our cookies and walks to the provider and back. */
function aBrowser(cookies = new Map<string, string>()) {
  async function visit(url: string, init: { method?: string; body?: URLSearchParams } = {}): Promise<Response> {
    const headers = new Headers({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") });
    const request = new NextRequest(url, { ...init, headers });
    const response = await (init.method === "POST" ? auth.handlers.POST(request) : auth.handlers.GET(request));
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, decodeURIComponent(value));
    }
    return response;
  }

  /** Up to the moment when the provider sends the browser back: the address it is sent to. */
  async function askProvider(provider: string, who: string): Promise<string> {
    const csrf = (await (await visit(`${APP}/api/auth/csrf`)).json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken: csrf.csrfToken, callbackUrl: `${APP}/pricing` });
    const start = await visit(`${APP}/api/auth/signin/${provider}`, { method: "POST", body });
    const authorizeUrl = start.headers.get("location") ?? "";
    const page = await (await fetch(authorizeUrl)).text();
    const form = page.split("<form").find((part) => part.includes(`value="${who}"`)) ?? "";
    const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
      name,
      value.replaceAll("&amp;", "&"),
    ]);
    const action = /action="([^"]+)"/.exec(form)?.[1] ?? "";
    const answer = await fetch(new URL(action, authorizeUrl), {
      method: "POST",
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    return answer.headers.get("location") ?? "";
  }

  return {
    cookies,
    visit,
    askProvider,
    signIn: async (provider: string, who: string) => visit(await askProvider(provider, who)),
    session: async () => resumeSession(cookies.get(sessionCookie.name) ?? ""),
  };
}

async function aPerson(person: { email?: string; proven: boolean; password?: string }) {
  const { email = ADA, proven, password } = person;
  return db.user.create({
    data: {
      id: newId(),
      email,
      name: "Set before",
      emailVerified: proven ? new Date() : null,
      passwordHash: password === undefined ? null : await hashPassword(password),
    },
    omit: { passwordHash: false },
  });
}

describe.each([
  { provider: "google", who: "Ada@Example.test" },
  { provider: "github", who: "ada" },
])("through $provider", ({ provider, who }) => {
  test("a stranger gets a proven account, a session row and where they wanted to go", async () => {
    const browser = aBrowser();
    const response = await browser.signIn(provider, who);
    expect(response.headers.get("location")).toBe(`${APP}/pricing`);
    expect(await browser.session()).toMatchObject({ email: ADA, emailVerified: expect.any(Date) as Date });
    const person = await db.user.findUniqueOrThrow({
      where: { email: ADA },
      include: { accounts: true, sessions: true },
    });
    expect(person.accounts).toMatchObject([{ provider, userId: person.id }]);
    expect(person.sessions[0]?.sessionToken).toBe(sha256(browser.cookies.get(sessionCookie.name) ?? ""));
  });

  test("coming again is the same person, not a second one", async () => {
    await aBrowser().signIn(provider, who);
    await aBrowser().signIn(provider, who);
    expect(await db.user.count()).toBe(1);
    expect(await db.account.count()).toBe(1);
    expect(await db.session.count()).toBe(2);
  });

  test("the owner of a proven address keeps account, name and password", async () => {
    const before = await aPerson({ proven: true, password: "a fine long password" });
    const browser = aBrowser();
    await browser.signIn(provider, who);
    expect((await browser.session())?.userId).toBe(before.id);
    const after = await db.user.findUniqueOrThrow({ where: { id: before.id }, omit: { passwordHash: false } });
    expect(after).toMatchObject({ name: "Set before", passwordHash: before.passwordHash });
  });

  test("a stranger who signed up with the address first gains nothing when its owner comes", async () => {
    const { id } = await aPerson({ proven: false, password: "the stranger's password" });
    const { token: strangersSession } = await openSession(id);
    const browser = aBrowser();
    await browser.signIn(provider, who);
    expect((await browser.session())?.userId).toBe(id);
    expect(await resumeSession(strangersSession)).toBeUndefined();
    const after = await db.user.findUniqueOrThrow({ where: { id }, omit: { passwordHash: false } });
    expect(after).toMatchObject({ passwordHash: null, name: null, emailVerified: expect.any(Date) as Date });
  });

  test("the way back works once", async () => {
    const browser = aBrowser();
    const wayBack = await browser.askProvider(provider, who);
    await browser.visit(wayBack);
    const again = await browser.visit(wayBack);
    expect(again.headers.get("location")).toContain("/sign-in?error=");
    expect(await db.session.count()).toBe(1);
  });

  test("a way back that this browser did not begin opens nothing", async () => {
    const wayBack = await aBrowser().askProvider(provider, who);
    const victim = aBrowser();
    const response = await victim.visit(wayBack);
    expect(response.headers.get("location")).toContain("/sign-in?error=");
    expect(await victim.session()).toBeUndefined();
    expect(await db.user.count()).toBe(0);
  });

  test("in a browser where somebody else is signed in it is their own account all the same", async () => {
    const other = await aPerson({ email: "somebody@else.test", proven: true });
    const { token } = await openSession(other.id);
    const browser = aBrowser(new Map([[sessionCookie.name, token]]));
    await browser.signIn(provider, who);
    expect((await browser.session())?.email).toBe(ADA);
    expect(await db.account.count({ where: { userId: other.id } })).toBe(0);
  });
});

test("an address the provider did not check is refused, whoever's it is", async () => {
  await aPerson({ email: "unchecked@example.test", proven: true });
  const browser = aBrowser();
  const response = await browser.signIn("google", "unchecked@example.test");
  expect(response.headers.get("location")).toBe(`${APP}/sign-in?error=AddressNotChecked`);
  expect(await browser.session()).toBeUndefined();
  expect(await db.account.count()).toBe(0);
});

test("both providers lead to one person when the address is one", async () => {
  await aBrowser().signIn("google", "Ada@Example.test");
  await aBrowser().signIn("github", "ada");
  const person = await db.user.findUniqueOrThrow({ where: { email: ADA }, include: { accounts: true } });
  expect(person.accounts.map(({ provider }) => provider).toSorted()).toEqual(["github", "google"]);
});

test("signing in leaves a trace of how, and of the link that was made", async () => {
  await aBrowser().signIn("github", "ada");
  const { id } = await db.user.findUniqueOrThrow({ where: { email: ADA } });
  const events = await db.auditEvent.findMany({ where: { actorId: id }, orderBy: { id: "asc" } });
  expect(events.map(({ action, detail }) => [action, detail])).toEqual([
    ["account.linked", { provider: "github" }],
    ["session.started", { method: "github" }],
  ]);
});

test("where to go afterwards is never another site", async () => {
  const browser = aBrowser();
  const { csrfToken } = (await (await browser.visit(`${APP}/api/auth/csrf`)).json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, callbackUrl: "https://evil.test/" });
  await browser.visit(`${APP}/api/auth/signin/google`, { method: "POST", body });
  expect([...browser.cookies.values()].join()).not.toContain("evil.test");
});

test.each([
  [{ email: ADA, email_verified: true }, true],
  [{ email: ADA, email_verified: false }, false],
  [{ email: ADA, email_verified: "true" }, false],
  [{ email: ADA }, false],
  [{ email: null, email_verified: true }, false],
  [undefined, false],
])("the profile %j is %s", (profile, isChecked) => {
  expect(isAddressChecked(profile)).toBe(isChecked);
});
