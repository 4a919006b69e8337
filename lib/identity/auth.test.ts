import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { AuthError } from "next-auth";
import { createAuth, startSession } from "@/lib/identity/auth";
import { aPerson } from "@/lib/identity/fixtures";
import { mintToken } from "@/lib/identity/links";
import { sessionCookie } from "@/lib/identity/session-cookie";
import { openSession, resumeSession } from "@/lib/identity/sessions";
import { DAY_MS } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { sha256 } from "@/lib/platform/ids";

const APP = "http://localhost:3000";
/** As on most laptops: neither Google nor GitHub configured. */
const { handlers } = createAuth({ google: undefined, github: undefined });

function ask(path: string, cookie = "") {
  return handlers.GET(new NextRequest(`${APP}${path}`, { headers: { cookie } }));
}

/** Posts a form as a page of Auth.js would: with its token against forged requests. */
async function post(path: string, fields: Record<string, string>, cookie = "") {
  const csrf = await ask("/api/auth/csrf", cookie);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookies = csrf.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  const headers = { cookie: [cookie, ...cookies].filter(Boolean).join("; ") };
  const body = new URLSearchParams({ csrfToken, ...fields });
  return handlers.POST(new NextRequest(`${APP}${path}`, { method: "POST", headers, body }));
}

function sessionLine(response: Response): string | undefined {
  return response.headers.getSetCookie().find((line) => line.startsWith(`${sessionCookie.name}=`));
}

function cookieFor(token: string): string {
  return `${sessionCookie.name}=${token}`;
}

test("an entry becomes a session row and a cookie that scripts can not read", async () => {
  const { id, email } = await aPerson();
  const response = await post("/api/auth/callback/entry", { token: await mintToken(db, { purpose: "entry", email }) });
  const line = sessionLine(response) ?? "";
  expect(line).toMatch(/; Path=\/;.*HttpOnly; SameSite=Lax/i);
  const token = /=([^;]+)/.exec(line)?.[1] ?? "";
  expect(await resumeSession(token)).toMatchObject({ userId: id });
  const rows = await db.session.findMany({ where: { userId: id } });
  expect(rows.map(({ sessionToken }) => sessionToken)).toEqual([sha256(token)]);
});

test("an entry used before opens nothing", async () => {
  const { email } = await aPerson();
  const token = await mintToken(db, { purpose: "entry", email });
  await post("/api/auth/callback/entry", { token });
  const again = await post("/api/auth/callback/entry", { token });
  expect(sessionLine(again)).toBeUndefined();
  expect(again.headers.get("location")).toContain("/sign-in?error=");
});

test.each([{}, { token: "" }, { token: "no such thing" }, { id: "somebody" }])("%j is no entry", async (fields) => {
  const before = await db.session.count();
  const response = await post("/api/auth/callback/entry", fields);
  expect(sessionLine(response)).toBeUndefined();
  expect(await db.session.count()).toBe(before);
});

test("a forged form opens nothing", async () => {
  const { email } = await aPerson();
  const body = new URLSearchParams({ token: await mintToken(db, { purpose: "entry", email }), csrfToken: "guessed" });
  const response = await handlers.POST(new NextRequest(`${APP}/api/auth/callback/entry`, { method: "POST", body }));
  expect(sessionLine(response)).toBeUndefined();
});

test("the session that browsers may read holds three facts and no hash", async () => {
  const { id, email } = await aPerson({ name: "Ada" });
  const { token } = await openSession(id);
  const text = await (await ask("/api/auth/session", cookieFor(token))).text();
  expect(JSON.parse(text)).toEqual({ user: { id, name: "Ada", email }, expires: expect.any(String) as string });
  expect(text).not.toMatch(/argon|hash|sessionToken/i);
});

test("a session that was revoked is nobody's, at once", async () => {
  const { id } = await aPerson();
  const { token } = await openSession(id);
  await db.session.deleteMany({ where: { userId: id } });
  const response = await ask("/api/auth/session", cookieFor(token));
  expect(await response.json()).toBeNull();
  expect(sessionLine(response)).toMatch(/Max-Age=0/i);
});

test("signing out deletes the row and the cookie", async () => {
  const { id } = await aPerson();
  const { token } = await openSession(id);
  const response = await post("/api/auth/signout", {}, cookieFor(token));
  expect(sessionLine(response)).toMatch(/Max-Age=0/i);
  expect(await db.session.count({ where: { userId: id } })).toBe(0);
});

test("the cookie outlives the session, because the row decides", () => {
  expect(sessionCookie.options.maxAge * 1000).toBe(400 * DAY_MS);
});

test("a refusal inside of Auth.js comes out as what it was", async () => {
  const refusal = new AppError("invalid_input", "This link has expired.");
  const wrapped = Object.assign(new AuthError("wrapped"), { cause: { err: refusal } });
  const refusing = () => Promise.reject<string>(wrapped);
  await expect(startSession("token", refusing)).rejects.toBe(refusal);
  const bug = new AuthError("something else");
  await expect(startSession("token", () => Promise.reject<string>(bug))).rejects.toBe(bug);
});
