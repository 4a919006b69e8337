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

type Called = { answer?: unknown; refusal?: unknown };

/** Calls an action as the browser of that person does; of nobody without one. */
async function call(viewer: Viewer | undefined, action: () => Promise<unknown>): Promise<Called> {
  const browser = aBrowser();
  if (viewer) await browser.become(viewer);
  const called: Called = {};
  await browser.call(async () => {
    try {
      called.answer = await action();
    } catch (error) {
      called.refusal = error;
    }
    return new Response();
  });
  return called;
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
  list: () => actions.list(),
  listArchived: () => actions.listArchived(),
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

/** Some answer with a sentence, the others throw. */
function codeOf({ answer, refusal }: Called): unknown {
  return answer ?? (refusal as { code?: unknown } | undefined)?.code;
}

test("every action has a case here", () => {
  expect(Object.keys({ ...NAMING, ...LISTING }).toSorted()).toEqual(Object.keys(actions).toSorted());
});

test.each(Object.entries(NAMING))("%s is not for a stranger, and changes nothing", async (_name, action) => {
  const before = await rows();
  const refused = codeOf(await call(await aPerson(), action));
  expect([{ ok: false, message: "There is nothing here." }, "not_found"]).toContainEqual(refused);
  expect(await rows()).toEqual(before);
});

test.each(Object.entries({ ...NAMING, ...LISTING }))("%s is not for nobody", async (_name, action) => {
  const before = await rows();
  const refused = codeOf(await call(undefined, action));
  expect([{ ok: false, message: "Please sign in." }, "unauthenticated"]).toContainEqual(refused);
  expect(await rows()).toEqual(before);
});

test.each(Object.entries(LISTING))("%s shows a stranger nothing of another person", async (_name, action) => {
  const { answer } = await call(await aPerson(), action);
  expect(JSON.stringify(answer)).not.toContain(conversationId);
});

describe("the owner", () => {
  test.each(Object.entries({ ...NAMING, ...LISTING }))("is given what they ask for by %s", async (_name, action) => {
    const { answer, refusal } = await call(ann, action);
    expect(refusal).toBeUndefined();
    expect(answer).not.toMatchObject({ ok: false });
  });

  test("is told in a sentence what is wrong with what they typed", async () => {
    const { answer } = await call(ann, () => actions.rename({ conversationId, title: " " }));
    expect(answer).toEqual({ ok: false, message: "A title needs a word." });
  });

  test("finds, archives and finds again what is theirs", async () => {
    await call(ann, () => actions.archive({ conversationId, archived: true }));
    const found = await call(ann, () => actions.find({ query: "RAI" }));
    expect(found.answer).toMatchObject([{ id: conversationId, isArchived: true }]);
    expect((await call(ann, () => actions.listArchived())).answer).toMatchObject({
      conversations: [{ id: conversationId }],
    });
    expect((await call(ann, () => actions.list())).answer).toEqual({ conversations: [] });
  });
});
