import { describe, expect, test } from "vitest";
import * as schema from "@/lib/chat/schema";
import { anotherAnswer, editedQuestion, failedAnswer, historyOf, restOfAnswer } from "./asking";
import type { Conversation, ShownMessage } from "./conversation";
import * as limits from "./limits";
import { aFile } from "./testing/a-file";

const choice = { model: "swift", newId: () => "r1" };
const FILE = aFile();
const question = (id: string, changes: Partial<ShownMessage> = {}): ShownMessage => ({
  id,
  role: "user",
  status: "complete",
  content: id,
  ...changes,
});
const answer = (id: string, changes: Partial<ShownMessage> = {}): ShownMessage => ({
  ...question(id),
  role: "assistant",
  ...changes,
});

const messages = [
  question("q1", { parentId: "root", attachments: [FILE] }),
  answer("a1"),
  question("q2"),
  answer("a2"),
];
const stored: Conversation = { id: "c", messages, turn: { state: "idle" } };
const temporary: Conversation = {
  messages,
  turn: { state: "idle" },
  isTemporary: true,
  settings: { instructions: "Brief" },
};

describe("in a stored conversation", () => {
  test("another answer, and the rest of one, name the answer", () => {
    const rest = { conversationId: "c", clientRequestId: "r1", model: "swift" };
    expect(anotherAnswer(stored, "a1", choice)?.request).toEqual({ ...rest, regenerate: "a1" });
    expect(restOfAnswer(stored, "a1", choice)?.request).toEqual({ ...rest, continue: "a1" });
  });

  test("a question in other words takes the place of the old one, with its files", () => {
    expect(editedQuestion(stored, { messageId: "q1", text: " New " }, choice)).toEqual({
      request: {
        conversationId: "c",
        parentId: "root",
        message: "New",
        clientRequestId: "r1",
        model: "swift",
        attachmentIds: ["f"],
      },
      options: { attachments: [FILE] },
    });
  });

  test("nothing is asked about what is not here, not stored, or not said", () => {
    expect(anotherAnswer(stored, "gone", choice)).toBeUndefined();
    expect(editedQuestion(stored, { messageId: "q2", text: "New" }, choice)).toBeUndefined();
    expect(editedQuestion(stored, { messageId: "q1", text: "  " }, choice)).toBeUndefined();
  });
});

describe("in a chat that is stored nowhere", () => {
  test("another answer is the question again, with what stood above it", () => {
    expect(anotherAnswer(temporary, "a2", choice)).toEqual({
      request: {
        message: "q2",
        clientRequestId: "r1",
        model: "swift",
        instructions: "Brief",
        temporary: {
          history: [
            { role: "user", content: "q1" },
            { role: "assistant", content: "a1" },
          ],
        },
      },
      options: { below: 2 },
    });
  });

  test("a question can be put in other words", () => {
    const asking = editedQuestion(temporary, { messageId: "q1", text: "New" }, choice);
    expect(asking).toMatchObject({ request: { message: "New", temporary: { history: [] } }, options: { below: 0 } });
  });

  test("nothing goes on later", () => {
    expect(restOfAnswer(temporary, "a2", choice)).toBeUndefined();
  });
});

test("the history leaves out what is empty, and what is too old", () => {
  const long = Array.from({ length: 300 }, (_, n) => question(`q${n}`));
  expect(historyOf(long)).toHaveLength(limits.HISTORY_LIMIT);
  expect(historyOf(long).at(-1)?.content).toBe("q299");
  expect(historyOf([answer("x", { content: " " })])).toEqual([]);
});

test("an answer that went wrong at the end can be asked for again", () => {
  const after = (last: ShownMessage) => failedAnswer({ messages: [question("q"), last], turn: { state: "idle" } });
  expect(after(answer("a", { status: "failed" }))).toBe("a");
  expect(after(answer("a", { status: "interrupted" }))).toBe("a");
  expect(after(answer("a"))).toBeUndefined();
  expect(after(question("q2", { status: "failed" }))).toBeUndefined();
});

test("the limits are the server's", () => {
  const { MESSAGE_LIMIT, FILES_LIMIT, HISTORY_LIMIT, INSTRUCTIONS_LIMIT, REASON_LIMIT } = schema;
  expect({ ...limits }).toEqual({ MESSAGE_LIMIT, FILES_LIMIT, HISTORY_LIMIT, INSTRUCTIONS_LIMIT, REASON_LIMIT });
});
