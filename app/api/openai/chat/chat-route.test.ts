import { beforeEach, describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import chat from "@/pages/api/openai/chat";
import { served } from "@/lib/http/testing/served";
import { aPerson, converse, hear } from "@/lib/chat/testing/person";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

let ann: Viewer;
beforeEach(async () => {
  ann = await aPerson();
  await db.user.update({ where: { id: ann.id }, data: { emailVerified: new Date() } });
});

const route = await served(chat);

async function post(viewer: Viewer | undefined, body: string | object): Promise<Response> {
  const browser = aBrowser();
  if (viewer) await browser.become(viewer);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return fetch(route.url, { method: "POST", headers: { cookie }, body: text });
}

const errorOf = async (response: Response) => ((await response.json()) as { error: Record<string, unknown> }).error;
const clientRequestId = () => newId();

describe("a message", () => {
  test("is answered by a stream of events", async () => {
    const response = await post(ann, { message: "Say hello", clientRequestId: clientRequestId() });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect((await hear(response)).last).toEqual({ type: "done", finishReason: "stop" });
  });

  test("of a long temporary chat is taken, and one beyond all measure is not", async () => {
    const said = (count: number) =>
      Array.from({ length: count }, () => ({ role: "user", content: "x".repeat(200_000) }));
    const temporary = (count: number) => ({
      message: "Say hello",
      clientRequestId: clientRequestId(),
      temporary: { history: said(count) },
    });
    expect((await hear(await post(ann, temporary(10)))).last).toMatchObject({ type: "done" });
    expect((await post(ann, temporary(22))).status).toBe(413);
  });
});

test("who was signed in when somebody last looked is asked to sign in, and nothing is written", async () => {
  const browser = aBrowser();
  await browser.become(ann);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const say = (message: string) => {
    const body = JSON.stringify({ message, clientRequestId: newId() });
    return fetch(route.url, { method: "POST", headers: { cookie }, body });
  };
  for (const message of ["Say hello", "Say hello again"])
    expect((await hear(await say(message))).last).toMatchObject({ type: "done" });
  await db.session.deleteMany({ where: { userId: ann.id } });
  const before = await db.generation.count({ where: { userId: ann.id } });
  for (const message of ["Say hello", ""]) {
    const response = await say(message);
    expect([response.status, (await errorOf(response))["code"]]).toEqual([401, "unauthenticated"]);
  }
  expect(await db.generation.count({ where: { userId: ann.id } })).toBe(before);
});

test("nobody is asked to sign in", async () => {
  const response = await post(undefined, { message: "Hi", clientRequestId: clientRequestId() });
  expect(response.status).toBe(401);
});

test.each([
  ["no JSON", "{", undefined],
  ["a blank message", { message: "" }, ["message"]],
  ["a model that is none", { message: "Hi", model: "gpt-0" }, ["model"]],
  ["an unknown field", { message: "Hi", price: 0 }, ["price"]],
  ["another answer of no conversation", { regenerate: newId() }, ["conversationId"]],
  ["the rest of what is no id", { continue: "x", conversationId: newId() }, ["continue"]],
])("%s is a 400 that names the field", async (_what, body, fields) => {
  const sent = typeof body === "string" ? body : { ...body, clientRequestId: clientRequestId() };
  const response = await post(ann, sent);
  expect(response.status).toBe(400);
  const error = await errorOf(response);
  expect(error["code"]).toBe("invalid_input");
  expect(error["fields"] === undefined ? undefined : Object.keys(error["fields"] as object)).toEqual(fields);
});

test("a stranger with real ids gets a 404 from every shape of it, and changes nothing", async () => {
  const { conversationId, messageId } = (await converse(ann)).start;
  const stranger = await aPerson();
  await db.user.update({ where: { id: stranger.id }, data: { emailVerified: new Date() } });
  const before = await db.message.findMany({ where: { conversationId }, orderBy: { id: "asc" } });
  for (const body of [
    { message: "Hi", conversationId },
    { message: "Hi", conversationId, parentId: messageId },
    { conversationId, regenerate: messageId },
    { conversationId, continue: messageId },
  ]) {
    const response = await post(stranger, { ...body, clientRequestId: clientRequestId() });
    expect(response.status).toBe(404);
    expect(await errorOf(response)).toMatchObject({
      code: "not_found",
      message: expect.stringMatching(/^(This conversation|That message) is not there any more\.$/) as string,
    });
  }
  expect(await db.message.findMany({ where: { conversationId }, orderBy: { id: "asc" } })).toEqual(before);
  expect(await db.generation.count({ where: { userId: stranger.id } })).toBe(0);
});

test("more at once than anybody types is a 429 that says when to come back", async () => {
  const body = () => ({ message: "Hi", conversationId: newId(), clientRequestId: clientRequestId() });
  let last = await post(ann, body());
  // Some come back while these are sent; they come far slower.
  for (let sent = 1; sent < 200 && last.status !== 429; sent += 1) last = await post(ann, body());
  expect(last.status).toBe(429);
  expect(last.headers.get("retry-after")).toMatch(/^[12]$/);
});
