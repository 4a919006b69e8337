import { describe, expect, test } from "vitest";
import type { ChatRequest } from "@/lib/chat/schema";
import { asked, type Conversation, isRunning, type ShownMessage } from "./conversation";
import { aFile } from "./testing/a-file";

const REQUEST: ChatRequest = { message: "And you?", clientRequestId: "r1", model: "swift" };
const BEFORE: ShownMessage[] = [
  { id: "q1", parentId: "root", role: "user", status: "complete", content: "Hello" },
  { id: "a1", parentId: "q1", role: "assistant", status: "stopped", content: "Hi th", model: "sage" },
];
const base: Conversation = { id: "c", messages: BEFORE, turn: { state: "idle" } };
const words = ({ messages }: Conversation) => messages.map(({ content }) => content);
const last = ({ messages }: Conversation) => messages.at(-1);

describe("a question", () => {
  const sending = asked(base, REQUEST);

  test("is shown with an empty answer before anything is heard", () => {
    expect(sending.messages.slice(2)).toEqual([
      { role: "user", status: "complete", content: "And you?" },
      { role: "assistant", status: "streaming", content: "", model: "swift" },
    ]);
    expect(sending.turn).toEqual({ state: "sending", request: REQUEST, before: BEFORE });
    expect(isRunning(sending)).toBe(true);
  });

  test("shows the files that go with it", () => {
    const file = aFile();
    expect(asked(base, REQUEST, { attachments: [file] }).messages[2]?.attachments).toEqual([file]);
  });

  test("in other words leaves what came after the old one, and is its next version", () => {
    const edited = asked(base, { ...REQUEST, conversationId: "c", parentId: "root" });
    expect(words(edited)).toEqual(["And you?", ""]);
    expect(edited.messages[0]?.siblings).toEqual({ number: 2, count: 2, previousId: "q1" });
  });

  test("below an answer leaves what came after that", () => {
    expect(words(asked(base, { ...REQUEST, conversationId: "c", parentId: "a1" }))).toEqual([
      "Hello",
      "Hi th",
      "And you?",
      "",
    ]);
  });

  test("whose parent stands above the loaded part takes the place of that parent's child", () => {
    const part = {
      ...base,
      messages: [
        { ...BEFORE[1]!, id: "a0", parentId: "q0" },
        ...BEFORE.map((m) => ({ ...m, parentId: m.id === "q1" ? "a0" : "q1" })),
      ],
    };
    expect(words(asked(part, { ...REQUEST, conversationId: "c", parentId: "q0" }))).toEqual(["And you?", ""]);
  });

  test("of a chat that is stored nowhere is named by its request, and may take another's place", () => {
    const asking = asked(base, { ...REQUEST, temporary: { history: [] } }, { below: 0 });
    expect(words(asking)).toEqual(["And you?", ""]);
    expect(asking.messages[0]).toMatchObject({ id: "r1" });
    expect(asking.messages[0]?.siblings).toBeUndefined();
  });
});

describe("another answer", () => {
  test("takes the place of the old one, as its next version", () => {
    const asking = asked(base, { conversationId: "c", regenerate: "a1", clientRequestId: "r" });
    expect(words(asking)).toEqual(["Hello", ""]);
    expect(last(asking)).toMatchObject({ model: "sage", siblings: { number: 2, count: 2, previousId: "a1" } });
  });

  test("that is the rest of one keeps its text on the screen", () => {
    const asking = asked(base, { conversationId: "c", continue: "a1", clientRequestId: "r", model: "swift" });
    expect(words(asking)).toEqual(["Hello", "Hi th"]);
    expect(last(asking)).toMatchObject({ status: "streaming", model: "swift" });
  });

  test("beside older ones is counted behind them all", () => {
    const messages = BEFORE.map((message) => ({ ...message, siblings: { number: 1, count: 3, nextId: "x" } }));
    const asking = asked({ ...base, messages }, { conversationId: "c", regenerate: "a1", clientRequestId: "r" });
    expect(last(asking)?.siblings).toEqual({ number: 4, count: 4 });
  });

  test("to something that is not here changes nothing of what is", () => {
    const asking = asked(base, { conversationId: "c", regenerate: "gone", clientRequestId: "r" });
    expect(words(asking)).toEqual(["Hello", "Hi th", ""]);
  });
});
