import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Page } from "@playwright/test";
import { ACTION_CASES, type ActionCase } from "./action-cases";
import { type Belongings, makeBelongings, nothingsOf, say } from "./belongings";
import { type Answer, callerOf } from "./calling";
import { actionsInFiles, filled, routes } from "./entrances";
import { expect, test } from "./fixtures";
import { startProTrial } from "./paying";
import { insertPerson, type Person, signInAs } from "./people";
import { type Case, CASES } from "./route-cases";
import { rowsOf } from "./rows";

/**
 * Somebody else, signed in, who knows every id there is. What is in the folders is what is tried: a route, a method or
 * an action without a case here fails.
 */
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const NOWHERE = new Set(["/api/[[...path]]", "/api/v1/[[...path]]"]);
const STILL_MS = 2_000;

test("there is a case for every method of every route", async () => {
  const nobody = await callerOf();
  const found: string[] = [];
  for (const route of routes()) {
    if (NOWHERE.has(route)) continue;
    const { headers } = await nobody.call({ method: "OPTIONS", path: filled(route, "x") });
    const allowed = (headers.get("allow") ?? "").split(", ");
    found.push(...allowed.filter((method) => !/^(HEAD|OPTIONS)$/.test(method)).map((method) => `${method} ${route}`));
  }
  expect(Object.keys(CASES).toSorted()).toEqual(found.toSorted());
});

test("there is a case for every server action", () => {
  expect(Object.keys(ACTION_CASES).toSorted()).toEqual(actionsInFiles().toSorted());
});

test("to a stranger what is somebody's is what is nobody's, and it stays as it is", async ({
  page,
  context,
  person,
  otherBrowser,
}) => {
  test.setTimeout(180_000);
  const two = await twoPeople({ page, context, person, otherBrowser });
  const before = await stillRows(person.id);
  for (const [name, one] of Object.entries(CASES)) {
    await tryRoute(name, one, two);
    expect(await rowsOf(person.id), name).toEqual(before);
  }
  for (const [name, one] of Object.entries(ACTION_CASES)) {
    await tryAction(name, one, two);
    expect(await rowsOf(person.id), name).toEqual(before);
    // One of them signs the stranger out.
    await signInAs(otherBrowser, two.mine.email);
    two.stranger = await callerOf(otherBrowser);
  }
});

test("without a session nothing of anybody's is answered", async () => {
  const nobody = await callerOf();
  const ids = nothingsOf({} as Belongings);
  for (const [name, one] of Object.entries(CASES)) {
    if (one.kind === "open") continue;
    const asks =
      one.kind === "own"
        ? [one.ask]
        : Object.values(one.asks).map((asking) => asking(ids, { conversationId: "", answerId: "" }));
    for (const ask of asks.filter(({ method }) => method !== "HEAD")) {
      const answer = await nobody.call(ask);
      const told = name.includes("/api/v1/") ? undefined : "unauthenticated";
      expect([answer.status, codeOf(answer)], name).toEqual([401, told]);
    }
  }
});

test("a page of another site gets nowhere with the visitor's cookie", async ({ context, person }) => {
  const victim = await callerOf(context);
  const { conversationId } = await say(victim, { message: "What is a haiku? [sandbox:fast]" });
  const before = await stillRows(person.id);
  // The public API takes no cookie from anybody, and pages of others where the operator says so.
  for (const route of routes().filter((path) => !path.startsWith("/api/v1/"))) {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const answer = await victim.call({
        method,
        path: filled(route, conversationId),
        headers: { "sec-fetch-site": "cross-site" },
      });
      const isTaken = NOWHERE.has(route) || `${method} ${route}` in CASES;
      expect([answer.status, codeOf(answer)], `${method} ${route}`).toEqual([403, "forbidden"]);
      expect(answer.headers.get("allow") === null, `${method} ${route}`).toBe(isTaken);
    }
  }
  for (const origin of ["https://evil.example", "null"]) {
    const input = { conversationId, title: "Taken over" };
    const answer = await victim.act("app/(app)/chat/actions.ts#rename", [input], {
      origin,
      "sec-fetch-site": "cross-site",
    });
    expect(answer.status, origin).toBeGreaterThanOrEqual(400);
  }
  expect(await rowsOf(person.id)).toEqual(before);
});

test("a method that a route does not take is refused in words", async ({ context, person }) => {
  expect(person.id).not.toBe("");
  const caller = await callerOf(context);
  for (const route of routes().filter((candidate) => !NOWHERE.has(candidate))) {
    for (const method of METHODS) {
      if (method === "OPTIONS" || `${method} ${route}` in CASES) continue;
      const answer = await caller.call({ method, path: filled(route, "x") });
      expect([answer.status, codeOf(answer)], `${method} ${route}`).toEqual([405, "method_not_allowed"]);
      expect(answer.headers.get("allow"), route).toContain("OPTIONS");
    }
  }
});

const NONSENSE = [
  "%ff",
  "%00",
  "%c0%ae%c0%ae",
  "..%2f..%2fetc%2fpasswd",
  "x".repeat(10_000),
  "00000000-0000-0000-0000-00000000000g",
  "%7B%22id%22:1%7D",
  "'%3B%20DROP%20TABLE%20users%3B--",
  "%F0%9F%98%80",
  "%ED%A0%80",
  "-1",
];

test("an id that is none is nothing, and no fault of ours", async ({ context, person }) => {
  expect(person.id).not.toBe("");
  const caller = await callerOf(context);
  for (const name of Object.keys(CASES).filter((candidate) => /\[\w+\]/.test(candidate))) {
    const [method = "", route = ""] = name.split(" ");
    for (const id of NONSENSE) {
      const answer = await caller.call({ method, path: filled(route, id) });
      expect([answer.status, codeOf(answer)], `${name} with ${id.slice(0, 40)}`).toEqual([404, "not_found"]);
    }
  }
});

type Browsers = { page: Page; context: BrowserContext; person: Person; otherBrowser: BrowserContext };
type Two = Awaited<ReturnType<typeof twoPeople>>;

async function twoPeople({ page, context, person, otherBrowser }: Browsers) {
  await startProTrial(page);
  const theirs = await makeBelongings(await callerOf(context), person.id);
  const { email } = await insertPerson();
  await signInAs(otherBrowser, email);
  const stranger = await callerOf(otherBrowser);
  const { conversationId, messageId } = await say(stranger, { message: "Good morning [sandbox:fast]" });
  const mine = { email, conversationId, answerId: messageId };
  return { owner: person, theirs, nothings: nothingsOf(theirs), stranger, mine };
}

async function tryRoute(name: string, one: Case, { theirs, nothings, stranger, mine }: Two): Promise<void> {
  if (one.kind === "own") expect((await stranger.call(one.ask)).status, name).toBe(one.answers);
  if (one.kind !== "owned") return;
  for (const [how, asking] of Object.entries(one.asks)) {
    // Were it answered, it would go on for as long as the answer is written.
    const until = /event: /;
    const answer = await stranger.call({ ...asking(theirs, mine), until });
    const unknown = await stranger.call({ ...asking(nothings, mine), until });
    expect([answer.status, named(answer)], `${name} ${how}`).toEqual([404, named(unknown)]);
    expect(answer.text, `${name} ${how}`).not.toMatch(/haiku|rivers/i);
  }
}

async function tryAction(name: string, one: ActionCase, two: Two): Promise<void> {
  const { theirs, nothings, stranger, mine, owner } = two;
  if (one.kind === "owned") {
    for (const calling of one.inputs) {
      const answer = await stranger.act(name, [calling(theirs, mine)]);
      expect(said(answer), name).toBe('{"ok":false,"code":"not_found","message":"There is nothing here."}');
      expect(said(answer), name).toEqual(said(await stranger.act(name, [calling(nothings, mine)])));
    }
  }
  if (one.kind === "owned form") {
    for (const fields of [one.fields(theirs), one.fields(nothings)]) {
      expect(said(await stranger.actByForm(name, fields)), name).toContain('"message":"There is nothing here."');
    }
  }
  if (one.kind === "shows") {
    for (const input of one.inputs) {
      const { status, text } = await stranger.act(name, input === undefined ? [] : [input]);
      expect([status, text.includes(theirs.conversationId)], name).toEqual([200, false]);
    }
  }
  if (one.kind === "own form") {
    const others = { id: owner.id, userId: owner.id, email: owner.email };
    expect((await stranger.actByForm(name, { ...others, ...one.fields })).status, name).toBeLessThan(500);
  }
}

/** Once nothing moves by itself any more: titles and Stripe's news come a moment later. */
async function stillRows(personId: string): Promise<Record<string, string[]>> {
  let rows: Record<string, string[]> = {};
  await expect(async () => {
    rows = await rowsOf(personId);
    await sleep(STILL_MS);
    expect(await rowsOf(personId)).toEqual(rows);
  }).toPass({ timeout: 30_000 });
  return rows;
}

/** The body, without the one thing that is each answer's own. */
function named({ text }: Answer): string {
  return text.replace(/"requestId":"[^"]+"/, "");
}

function codeOf({ text }: Answer): string | undefined {
  return /"code":"(\w+)"/.exec(text)?.[1];
}

/** What the action returned, of all that Next sends with it. */
function said({ text }: Answer): string | undefined {
  return /^1:(.*)$/m.exec(text)?.[1];
}
