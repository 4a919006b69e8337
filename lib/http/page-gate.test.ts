import fs from "node:fs";
import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { databaseProbe, watchDatabase } from "@/lib/db/reachable";
import { freezingServer } from "@/lib/db/testing/freezing-server";
import { answerBefore, SIGNED_IN_PAGES } from "@/lib/http/page-gate";
import { sessionCookie } from "@/lib/identity/session-cookie";
import { env } from "@/lib/platform/env";

const there = async () => true;
const away = async () => false;

function visit(path: string, { hasSession = false, method = "GET" } = {}) {
  const headers = hasSession ? { cookie: `${sessionCookie.name}=something` } : {};
  return new NextRequest(`http://localhost:3000${path}`, { method, headers });
}

test("every page of those who are signed in is named", () => {
  const folders = fs.readdirSync("app/(app)", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => `/${name}`).toSorted()).toEqual(SIGNED_IN_PAGES.toSorted());
});

describe("without a session", () => {
  test.each([
    ["/chat", "/chat"],
    ["/chat/0198?draft=a%26b", "/chat/0198?draft=a%26b"],
    ["/billing/return?session_id=cs_1", "/billing/return?session_id=cs_1"],
  ])("%s goes to sign in and comes back", async (path, next) => {
    const response = await answerBefore(visit(path), there);
    expect(response?.status).toBe(307);
    const target = new URL(response?.headers.get("location") ?? "");
    expect([target.pathname, target.searchParams.get("next")]).toEqual(["/sign-in", next]);
  });

  test.each(["/", "/pricing", "/sign-in?next=/chat", "/chats", "/admin/billing", "/nowhere"])(
    "%s is rendered, with or without the database",
    async (path) => {
      expect(await answerBefore(visit(path), away)).toBeUndefined();
    },
  );

  test("an empty cookie is none", async () => {
    const headers = { cookie: `${sessionCookie.name}=` };
    const response = await answerBefore(new NextRequest("http://localhost:3000/chat", { headers }), there);
    expect(response?.status).toBe(307);
  });

  test("a form's action is left to answer beside its form", async () => {
    expect(await answerBefore(visit("/settings", { method: "POST" }), there)).toBeUndefined();
  });
});

describe("with a session", () => {
  test.each(["/chat", "/billing", "/settings", "/admin/billing", "/sign-in"])(
    "%s is rendered while the database is there, and 503 while it is away",
    async (path) => {
      expect(await answerBefore(visit(path, { hasSession: true }), there)).toBeUndefined();
      const response = await answerBefore(visit(path, { hasSession: true }), away);
      expect(response?.status).toBe(503);
      expect(response?.headers.get("retry-after")).toBe("5");
      expect(response?.headers.get("cache-control")).toBe("no-store");
    },
  );

  test.each(["/", "/pricing"])("%s goes on without it", async (path) => {
    expect(await answerBefore(visit(path, { hasSession: true }), away)).toBeUndefined();
  });

  test("the page says what is the matter, and looks again by itself without a script", async () => {
    const response = await answerBefore(visit("/chat", { hasSession: true }), away);
    const text = (await response?.text()) ?? "";
    expect(text).toContain("We can not reach our database right now.");
    expect(text).toContain('<meta http-equiv="refresh" content="5">');
    expect(text).not.toContain("<script");
  });

  test("a database that is silent and comes back is told apart, by nothing but the next visit", async () => {
    const server = await freezingServer(env.database.url);
    let atMs = 0;
    const { isThere } = watchDatabase(databaseProbe(server.url, 200), () => new Date(atMs));
    const statuses: (number | undefined)[] = [];
    const look = async () => {
      const response = await answerBefore(visit("/chat", { hasSession: true }), isThere);
      statuses.push(response?.status);
      atMs += 5_000;
    };
    await look();
    server.freeze();
    await look();
    server.thaw();
    await look();
    expect(statuses).toEqual([undefined, 503, undefined]);
    await server.stop();
  });
});
