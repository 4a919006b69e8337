import { expect, test } from "vitest";
import {
  ConversationSettings,
  FindConversations,
  GiveFeedback,
  MESSAGE_LIMIT,
  parseChatEvent,
  RenameConversation,
  SendMessage,
} from "@/lib/chat/schema";

const ID = "0198c0de-0000-7000-8000-000000000001";
const base = { message: "Hi", clientRequestId: ID };

test.each([
  ["no message", { clientRequestId: ID }],
  ["an empty message", { ...base, message: "" }],
  ["a blank message", { ...base, message: " \n\t" }],
  ["a message of nothing but NUL", { ...base, message: "\u0000" }],
  ["a message that is too long", { ...base, message: "x".repeat(MESSAGE_LIMIT + 1) }],
  ["a message that is no text", { ...base, message: ["Hi"] }],
  ["no request id", { message: "Hi" }],
  ["a request id that is none", { ...base, clientRequestId: "1" }],
  ["a parent without its conversation", { ...base, parentId: ID }],
  ["a conversation that is no id", { ...base, conversationId: "x" }],
  ["an unknown key", { ...base, role: "system" }],
])("refuses %s", (_what, body) => {
  expect(SendMessage.safeParse(body).success).toBe(false);
});

test("keeps a message as it was typed, but for NUL, which the database can not hold", () => {
  expect(SendMessage.parse({ ...base, message: "  a\u0000b\n" }).message).toBe("  ab\n");
});

test("takes a message of exactly the limit", () => {
  expect(SendMessage.safeParse({ ...base, message: "x".repeat(MESSAGE_LIMIT) }).success).toBe(true);
});

test("trims a title", () => {
  expect(RenameConversation.parse({ conversationId: ID, title: "  Rain " }).title).toBe("Rain");
});

test("takes NUL out of instructions, reasons and what is looked for", () => {
  const conversationId = ID;
  const settings = { conversationId, instructions: " Be\u0000 brief ", temperatureCenti: null };
  expect(ConversationSettings.parse(settings).instructions).toBe("Be brief");
  expect(GiveFeedback.parse({ messageId: ID, verdict: "down", reason: "\u0000No " }).reason).toBe("No");
  expect(FindConversations.parse({ query: " ra\u0000in " }).query).toBe("rain");
});

test("reads frames it knows, and passes over what it does not", () => {
  expect(parseChatEvent("delta", '{"text":"Hi"}')).toEqual({ type: "delta", text: "Hi" });
  expect(parseChatEvent("done", '{"finishReason":"stop","type":"delta"}')).toEqual({
    type: "done",
    finishReason: "stop",
  });
  for (const [event, data] of [
    ["delta", "{}"],
    ["party", "{}"],
    ["delta", "<"],
    ["delta", "null"],
  ] as const)
    expect(parseChatEvent(event, data)).toBeUndefined();
});
