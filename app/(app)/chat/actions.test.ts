import { beforeEach, describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import * as actions from "@/app/(app)/chat/actions";
import { aPerson } from "@/lib/chat/testing/person";
import { aConversation } from "@/lib/chat/testing/tree";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";

let ann: Viewer;
let conversationId: string;
let messageIds: string[];
beforeEach(async () => {
  ann = await aPerson();
  await db.user.update({ where: { id: ann.id }, data: { emailVerified: new Date() } });
  ({ id: conversationId, messageIds } = await aConversation(ann, 4));
});

/** Calls an action as the browser of that person does; of nobody without one. What it throws fails the test. */
async function call(viewer: Viewer | undefined, action: () => Promise<unknown>): Promise<unknown> {
  const browser = aBrowser();
  if (viewer) await browser.become(viewer);
  const called: { answer?: unknown } = {};
  await browser.call(async () => {
    called.answer = await action();
    return new Response();
  });
  return called.answer;
}

/** Every action that names something of a person. */
const NAMING: Record<string, () => Promise<unknown>> = {
  rename: () => actions.rename({ conversationId, title: "Mine" }),
  pin: () => actions.pin({ conversationId, pinned: true }),
  archive: () => actions.archive({ conversationId, archived: true }),
  configure: () => actions.configure({ conversationId, instructions: "Mine", temperatureCenti: 5 }),
  feedback: () => actions.feedback({ messageId: messageIds[1]!, verdict: "up" }),
  path: () => actions.path({ conversationId }),
  older: () => actions.older({ conversationId, beforeId: messageIds[3]! }),
  selectBranch: () => actions.selectBranch({ conversationId, messageId: messageIds[0]! }),
  remove: () => actions.remove({ conversationId }),
  restore: () => actions.restore({ conversationId }),
};
const LISTING: Record<string, () => Promise<unknown>> = {
  list: () => actions.list(undefined),
  listArchived: () => actions.listArchived(undefined),
  find: () => actions.find({ query: "rain" }),
};

function rows() {
  const where = { userId: ann.id };
  return Promise.all([
    db.conversation.findMany({ where }),
    db.message.findMany({ where: { conversationId }, orderBy: { id: "asc" } }),
    db.messageFeedback.findMany(),
  ]);
}

test("every action has a case here", () => {
  expect(Object.keys({ ...NAMING, ...LISTING }).toSorted()).toEqual(Object.keys(actions).toSorted());
});

test.each(Object.entries(NAMING))("%s is not for a stranger, and changes nothing", async (_name, action) => {
  const before = await rows();
  const answer = await call(await aPerson(), action);
  expect(answer).toEqual({ ok: false, code: "not_found", message: "There is nothing here." });
  expect(await rows()).toEqual(before);
});

test.each(Object.entries({ ...NAMING, ...LISTING }))("%s is not for nobody", async (_name, action) => {
  const before = await rows();
  const answer = await call(undefined, action);
  expect(answer).toEqual({ ok: false, code: "unauthenticated", message: "Please sign in." });
  expect(await rows()).toEqual(before);
});

test.each(Object.entries(LISTING))("%s shows a stranger nothing of another person", async (_name, action) => {
  const answer = await call(await aPerson(), action);
  expect(answer).toMatchObject({ ok: true });
  expect(JSON.stringify(answer)).not.toContain(conversationId);
});

/** What the types forbid and a visitor may send all the same. */
const NONSENSE: unknown[] = [null, 7, "x", [], { conversationId: "no id" }, { query: { like: "%" } }, "x".repeat(500)];

test.each(Object.entries(actions))("%s answers nonsense in a sentence", async (name, action) => {
  for (const input of NONSENSE) {
    if (LISTING[name] && name !== "find" && input === "x") continue;
    const answer = await call(ann, () => (action as (input: unknown) => Promise<unknown>)(input));
    expect(answer, JSON.stringify(input)).toEqual({
      ok: false,
      code: "invalid_input",
      message: expect.any(String) as string,
    });
  }
});

test("who asks without an end is told to wait, in what is looked for and in the rest", async () => {
  await db.rateBucket.createMany({
    data: ["find", "any"].map((kind) => ({
      key: `chat:${kind}:${ann.id}`,
      milliTokens: 0,
      refilledAt: new Date(Date.now() + 60_000),
    })),
  });
  for (const action of Object.values({ ...NAMING, ...LISTING }))
    expect(await call(ann, action)).toMatchObject({ ok: false, code: "too_many_requests" });
});

describe("the owner", () => {
  test.each(Object.entries({ ...NAMING, ...LISTING }))("is given what they ask for by %s", async (_name, action) => {
    expect(await call(ann, action)).toMatchObject({ ok: true });
  });

  test("is told in a sentence what is wrong with what they typed", async () => {
    const answer = await call(ann, () => actions.rename({ conversationId, title: " " }));
    expect(answer).toEqual({ ok: false, code: "invalid_input", message: "A title needs a word." });
  });

  test("finds, archives and finds again what is theirs", async () => {
    await call(ann, () => actions.archive({ conversationId, archived: true }));
    expect(await call(ann, () => actions.find({ query: "RAI" }))).toMatchObject({
      value: [{ id: conversationId, isArchived: true }],
    });
    expect(await call(ann, () => actions.listArchived(undefined))).toMatchObject({
      value: { conversations: [{ id: conversationId }] },
    });
    expect(await call(ann, () => actions.list(undefined))).toEqual({ ok: true, value: { conversations: [] } });
  });
});
