import { describe, expect, test } from "vitest";
import type { Conversation, ShownMessage } from "@/components/chat/state/conversation";
import { parentOfLastQuestion } from "./use-conversation";
import { conversationIn } from "./use-fresh-key";

test.each([
  ["/chat", undefined],
  ["/chat/", undefined],
  ["/chat/c1", "c1"],
  ["/chat/c1/more", "c1"],
  ["/chats/c1", undefined],
  ["/billing", undefined],
])("%s shows the conversation %s", (path, id) => {
  expect(conversationIn(path)).toBe(id);
});

describe("the parent of the last question", () => {
  const message = (changes: Partial<ShownMessage>): ShownMessage => ({
    role: "user",
    status: "complete",
    content: "",
    ...changes,
  });
  const parent = (...messages: ShownMessage[]) =>
    parentOfLastQuestion({ messages, turn: { state: "idle" } } satisfies Conversation);

  test("is what the server says", () => {
    expect(parent(message({ id: "a1" }), message({ id: "q2", parentId: "p" }), message({ id: "a2" }))).toBe("p");
  });

  test("is the answer before it, where only this browser knows the question", () => {
    expect(parent(message({ id: "a1" }), message({}), message({ id: "a2" }))).toBe("a1");
  });

  test("of a first question that only this browser knows is not known", () => {
    expect(parent(message({}), message({ id: "a1" }))).toBeUndefined();
  });
});
