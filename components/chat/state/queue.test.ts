import { describe, expect, test } from "vitest";
import type { SendMessage } from "@/lib/chat/schema";
import { asked, type Conversation, EMPTY, type ShownMessage } from "./conversation";
import { mayGoOn, nextQueued, placeOf, waitingIn } from "./queue";

const first: SendMessage = { message: "One", clientRequestId: "r1" };
const second: SendMessage = { message: "Two", clientRequestId: "r2" };
const draft = { text: "", queue: [{ request: first }, { request: second }] };
const after = (answer: Partial<ShownMessage>, rest: Partial<Conversation> = {}): Conversation => ({
  id: "c",
  messages: [{ id: "a", role: "assistant", status: "complete", content: "Fine.", ...answer }],
  turn: { state: "idle" },
  ...rest,
});

describe("the queue goes on by itself", () => {
  test("after an answer that is whole", () => {
    expect(mayGoOn(after({}))).toBe(true);
    expect(mayGoOn(after({ finishReason: "stop" }))).toBe(true);
  });

  test.each([
    { status: "stopped", finishReason: "stopped" },
    { status: "failed" },
    { status: "interrupted" },
    { status: "streaming" },
    { finishReason: "length" },
    { finishReason: "content_filter" },
  ] satisfies Partial<ShownMessage>[])("and not after %o", (answer) => {
    expect(mayGoOn(after(answer))).toBe(false);
  });

  test("and not while one runs, or where there was none", () => {
    expect(mayGoOn(asked(after({}), first))).toBe(false);
    expect(mayGoOn(EMPTY)).toBe(false);
  });
});

describe("the next one", () => {
  test("is the first, sent to where the conversation is by now, as the request that it always was", () => {
    expect(nextQueued(draft, after({}))?.request).toEqual({ ...first, conversationId: "c", parentId: "a" });
    expect(nextQueued({ text: "" }, after({}))).toBeUndefined();
  });

  test("of a chat that is stored nowhere takes along what was said meanwhile", () => {
    const { id: _, ...temporary } = after({}, { isTemporary: true });
    expect(nextQueued(draft, temporary)?.request.temporary?.history).toEqual([{ role: "assistant", content: "Fine." }]);
  });
});

test("the one that is on its way does not wait any more", () => {
  expect(waitingIn(draft, asked(after({}), first))).toEqual([{ request: second }]);
  expect(waitingIn(draft, after({}))).toHaveLength(2);
});

describe("the place of the next message", () => {
  test("is below the answer that one sees", () => {
    expect(placeOf(after({}))).toEqual({ conversationId: "c", parentId: "a" });
  });

  test("is the server's to say, where the answer has no name, and is none before there is a conversation", () => {
    expect(placeOf({ ...after({}), messages: [] })).toEqual({ conversationId: "c" });
    expect(placeOf(EMPTY)).toEqual({});
  });
});
