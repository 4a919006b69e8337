import { v7 } from "uuid";
import { z } from "zod";
import type { Caller } from "./calling";
import { expect } from "./fixtures";
import { inDatabase } from "./people";

/** One of everything that has an id in an address or a body, as its owner made it. */
export type Belongings = {
  conversationId: string;
  questionId: string;
  answerId: string;
  /** Of the answer, which is over. */
  generationId: string;
  /** The request that asked for it. */
  clientRequestId: string;
  /** An answer that was cut short, and its conversation. */
  shortConversationId: string;
  shortAnswerId: string;
  /** An answer that is being written. */
  runningId: string;
  runningConversationId: string;
  deletedConversationId: string;
  /** A file of no message, and the one of the question. */
  fileId: string;
  sentFileId: string;
  subscriptionId: string;
  /** An API key's row. */
  keyId: string;
  /** A billing period, which is what a statement is of. */
  cycleId: string;
};

const Start = z.object({ generationId: z.uuid(), conversationId: z.uuid(), messageId: z.uuid() });
type Said = z.infer<typeof Start> & { clientRequestId: string };
const Uploaded = z.object({ id: z.uuid() });

/** So slow that it is still being written when the test is over. */
const SLOWLY = "Write 2000 words about rivers [[1 tokens/s]]";

/** Makes them as a browser would; the subscription is there already. */
export async function makeBelongings(owner: Caller, personId: string): Promise<Belongings> {
  const [fileId, sentFileId] = [await upload(owner, "loose.md"), await upload(owner, "sent.md")];
  const said = await say(owner, { message: "What is a haiku? [sandbox:fast]", attachmentIds: [sentFileId] });
  const short = await say(owner, { message: "Explain recursion [sandbox:length] [sandbox:fast]" });
  const deleted = await say(owner, { message: "Forget this [sandbox:fast]" });
  await untilAllIsStill(personId);
  await inDatabase((client) =>
    client.query("UPDATE conversations SET deleted_at = now() WHERE id = $1", [deleted.conversationId]),
  );
  await owner.actByForm("app/(app)/settings/keys/actions.ts#create", {
    name: "laptop",
    chat: "on",
    days: "none",
    requestsPerMinute: "",
    budget: "",
  });
  const running = await say(owner, { message: SLOWLY });
  return {
    conversationId: said.conversationId,
    questionId: await one("SELECT parent_id AS id FROM messages WHERE id = $1", said.messageId),
    answerId: said.messageId,
    generationId: said.generationId,
    clientRequestId: said.clientRequestId,
    shortConversationId: short.conversationId,
    shortAnswerId: short.messageId,
    runningId: running.generationId,
    runningConversationId: running.conversationId,
    deletedConversationId: deleted.conversationId,
    fileId,
    sentFileId,
    subscriptionId: await one("SELECT id FROM subscriptions WHERE user_id = $1", personId),
    keyId: await one("SELECT id FROM api_keys WHERE user_id = $1", personId),
    cycleId: await one("SELECT id FROM ledger_accounts WHERE user_id = $1 AND kind = 'allowance'", personId),
  };
}

/** Ids of the same shape that nobody has. */
export function nothingsOf(belongings: Belongings): Belongings {
  const names = Object.keys(belongings) as (keyof Belongings)[];
  const nothings = Object.fromEntries(names.map((name) => [name, v7()])) as Belongings;
  return { ...nothings, subscriptionId: "sub_nowhere" };
}

/** Sends and reads the ids of the answer, and, unless it is a slow one, the answer to its end. */
export async function say(caller: Caller, body: Record<string, unknown>): Promise<Said> {
  const clientRequestId = v7();
  const answer = await caller.call({
    method: "POST",
    path: "/api/openai/chat",
    json: { ...body, clientRequestId },
    until: body["message"] === SLOWLY ? /event: delta/ : undefined,
  });
  expect(answer.status, answer.text).toBe(200);
  const data = /^event: start\n(?:id: .*\n)?data: (.*)/m.exec(answer.text)?.[1] ?? "";
  return { ...Start.parse(JSON.parse(data)), clientRequestId };
}

async function upload(owner: Caller, name: string): Promise<string> {
  const form = new FormData();
  form.append("file", new File(["# Only for its owner"], name));
  const answer = await owner.call({ method: "POST", path: "/api/files", form });
  expect(answer.status, answer.text).toBe(201);
  return Uploaded.parse(JSON.parse(answer.text)).id;
}

/** What is done afterwards, like the titles, is done: nothing of the person's moves any more by itself. */
async function untilAllIsStill(personId: string): Promise<void> {
  const named = "SELECT count(*)::text AS id FROM conversations WHERE user_id = $1 AND title_source = 'first_words'";
  await expect.poll(() => one(named, personId)).toBe("0");
}

async function one(sql: string, value: string): Promise<string> {
  const { rows } = await inDatabase((client) => client.query<{ id: string }>(sql, [value]));
  const [row] = rows;
  if (row === undefined) throw new Error(`Nothing found by: ${sql}`);
  return row.id;
}
