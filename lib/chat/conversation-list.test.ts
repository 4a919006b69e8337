import { describe, expect, test } from "vitest";
import { findInTitles, listArchivedConversations, listConversations } from "@/lib/chat/conversation-list";
import { archiveConversation, deleteConversation, pinConversation } from "@/lib/chat/conversations";
import { aPerson } from "@/lib/chat/testing/person";
import { anEmptyConversation } from "@/lib/chat/testing/tree";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

const codeOf = (code: string): unknown => expect.objectContaining({ code });

/** Conversations without messages, one a minute, the newest last; two share their time. */
async function conversations(viewer: Viewer, count: number, change: { archivedAt?: Date } = {}): Promise<void> {
  const start = Date.UTC(2026, 10, 1);
  await db.conversation.createMany({
    data: Array.from({ length: count }, (_, at) => {
      const when = new Date(start + (at - (at % 2)) * 60_000);
      return { id: newId(), userId: viewer.id, title: `No. ${at}`, lastMessageAt: when, createdAt: when, ...change };
    }),
  });
}

async function allPages(viewer: Viewer, list = listConversations): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await list(viewer, cursor === undefined ? {} : { cursor });
    pages.push(page.conversations.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

const newestFirst = (viewer: Viewer) =>
  db.conversation.findMany({ where: { userId: viewer.id }, orderBy: [{ lastMessageAt: "desc" }, { id: "desc" }] });

const titles = (found: { title: string }[]) => found.map(({ title }) => title);

describe("the list", () => {
  test.each([
    ["listed", listConversations, {}],
    ["archived", listArchivedConversations, { archivedAt: new Date() }],
  ])("of what is %s shows each once, newest first, over as many pages as it takes", async (_shelf, list, change) => {
    const viewer = await aPerson();
    await conversations(viewer, 65, change);
    const pages = await allPages(viewer, list);
    expect(pages.map(({ length }) => length)).toEqual([30, 30, 5]);
    expect(pages.flat()).toEqual((await newestFirst(viewer)).map(({ id }) => id));
  });

  test("that just fills a page has no further one", async () => {
    const viewer = await aPerson();
    await conversations(viewer, 30);
    expect((await allPages(viewer)).map(({ length }) => length)).toEqual([30]);
  });

  test("has nobody else's, no deleted and no archived ones, and a name for the untitled", async () => {
    const [viewer, other] = [await aPerson(), await aPerson()];
    await conversations(other, 2);
    const archived = await anEmptyConversation(viewer);
    const deleted = await anEmptyConversation(viewer);
    const untitled = await anEmptyConversation(viewer, { title: null });
    await archiveConversation(viewer, { conversationId: archived.id, archived: true });
    await deleteConversation(viewer, { conversationId: deleted.id });
    const { conversations: listed } = await listConversations(viewer);
    expect(listed).toMatchObject([{ id: untitled.id, title: "New chat", isPinned: false, isArchived: false }]);
    expect(await listArchivedConversations(viewer)).toMatchObject({
      conversations: [{ id: archived.id, isArchived: true }],
    });
  });

  test("is led by the pinned ones, the last one pinned first, and none of them comes again further down", async () => {
    const viewer = await aPerson();
    await conversations(viewer, 65);
    const rows = await newestFirst(viewer);
    const [early, late] = [rows[60]!, rows[2]!];
    await pinConversation(viewer, { conversationId: late.id, pinned: true }, () => new Date("2026-11-02T00:00:00Z"));
    await pinConversation(viewer, { conversationId: early.id, pinned: true }, () => new Date("2026-11-03T00:00:00Z"));
    const { conversations: first } = await listConversations(viewer);
    expect(first.slice(0, 3)).toMatchObject([
      { id: early.id, isPinned: true },
      { id: late.id, isPinned: true },
      { id: rows[0]!.id, isPinned: false },
    ]);
    const all = (await allPages(viewer)).flat();
    expect(all).toHaveLength(65);
    expect(new Set(all).size).toBe(65);
  });

  test("leaves a pinned one out while it is archived or deleted", async () => {
    const viewer = await aPerson();
    const pinnedAt = new Date();
    await anEmptyConversation(viewer, { pinnedAt, archivedAt: new Date() });
    await anEmptyConversation(viewer, { pinnedAt, deletedAt: new Date() });
    expect((await listConversations(viewer)).conversations).toEqual([]);
  });

  test("refuses a cursor that is none", async () => {
    const viewer = await aPerson();
    for (const cursor of ["", "nonsense", Buffer.from("2026-11-10T00:00:00Z x").toString("base64url")]) {
      await expect(listConversations(viewer, { cursor })).rejects.toEqual(codeOf("invalid_input"));
      await expect(listArchivedConversations(viewer, { cursor })).rejects.toEqual(codeOf("invalid_input"));
    }
  });

  test("walks over an index, never over a person's whole list", async () => {
    const viewer = await aPerson();
    await conversations(viewer, 300);
    await db.$executeRaw`ANALYZE conversations`;
    const plan = await db.$queryRaw<{ "QUERY PLAN": string }[]>`
      EXPLAIN SELECT id FROM conversations
      WHERE user_id = ${viewer.id}::uuid AND deleted_at IS NULL AND archived_at IS NULL AND pinned_at IS NULL
        AND (last_message_at, id) < (${new Date(Date.UTC(2026, 10, 1, 2))}::timestamptz, ${newId()}::uuid)
      ORDER BY last_message_at DESC, id DESC LIMIT 31`;
    const text = plan.map((line) => line["QUERY PLAN"]).join("\n");
    expect(text).toMatch(/Index Cond: .*ROW\(last_message_at, id\)/);
    expect(text).not.toMatch(/Sort/);
  });
});

describe("finding by title", () => {
  test("takes any part in any case, and archived ones too, marked as such", async () => {
    const viewer = await aPerson();
    await anEmptyConversation(viewer, { title: "Rain in Spain", lastMessageAt: new Date("2026-11-01T00:00:00Z") });
    await anEmptyConversation(viewer, { title: "TRAINS", archivedAt: new Date() });
    await anEmptyConversation(viewer, { title: "Snow" });
    const found = await findInTitles(viewer, { query: "rAiN" });
    expect(found.map(({ title, isArchived }) => [title, isArchived])).toEqual([
      ["TRAINS", true],
      ["Rain in Spain", false],
    ]);
  });

  test.each([
    ["%", "100 % sure"],
    ["_", "snake_case"],
    ["\\", "C:\\temp"],
    ["%_\\", "%_\\"],
  ])("takes %s as the sign itself", async (query, title) => {
    const viewer = await aPerson();
    await anEmptyConversation(viewer, { title: "Plain words" });
    await anEmptyConversation(viewer, { title });
    expect(titles(await findInTitles(viewer, { query }))).toEqual([title]);
  });

  test("shows thirty at most, and nobody else's, no deleted and no untitled ones", async () => {
    const [viewer, other] = [await aPerson(), await aPerson()];
    await conversations(other, 3);
    await conversations(viewer, 40);
    await anEmptyConversation(viewer, { title: "No. 99", deletedAt: new Date() });
    await anEmptyConversation(viewer, { title: null });
    const found = await findInTitles(viewer, { query: "no." });
    expect(titles(found)).toEqual(
      (await newestFirst(viewer)).flatMap(({ title, deletedAt }) => (deletedAt ? [] : (title ?? []))).slice(0, 30),
    );
  });

  test.each([
    ["über", "ÜBER den Wolken"],
    ["ЁЖ", "Мой ёжик"],
    ["天气", "今天天气怎么样"],
    ["é", "CAFÉ"],
    ["🌧", "Rain 🌧️ again"],
  ])("knows the small and the great letters of every script: %s", async (query, title) => {
    const viewer = await aPerson();
    await anEmptyConversation(viewer, { title: "Plain words" });
    await anEmptyConversation(viewer, { title });
    expect(titles(await findInTitles(viewer, { query }))).toEqual([title]);
  });

  test("looks through all that there are, however old, in the index alone", async () => {
    const viewer = await aPerson();
    const oldest = await anEmptyConversation(viewer, { title: "The very first", lastMessageAt: new Date(0) });
    await db.$executeRaw`
      INSERT INTO conversations (id, user_id, title, last_message_at)
      SELECT gen_random_uuid(), ${viewer.id}::uuid, 'No. ' || n, now() - n * interval '1 minute' FROM generate_series(1, 25000) n`;
    await db.$executeRaw`VACUUM ANALYZE conversations`;
    expect(await findInTitles(viewer, { query: "VERY FIRST" })).toMatchObject([{ id: oldest.id }]);

    const [row] = await db.$queryRaw<{ "QUERY PLAN": unknown }[]>`
      EXPLAIN (FORMAT JSON) SELECT id FROM conversations WHERE user_id = ${viewer.id}::uuid AND deleted_at IS NULL
        AND strpos(lower(title COLLATE "und-x-icu") COLLATE "C", 'x') > 0
      ORDER BY last_message_at DESC, id DESC LIMIT 30`;
    const plan = JSON.stringify(row);
    expect(plan).toMatch(/"Index Only Scan".*"conversations_find_idx"/);
    expect(plan).not.toContain('"Sort"');
  });
});
