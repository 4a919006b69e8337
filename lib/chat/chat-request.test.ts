import { expect, test } from "vitest";
import { ChatRequest } from "@/lib/chat/chat-request";
import { INSTRUCTIONS_LIMIT, MESSAGE_LIMIT } from "@/lib/chat/schema";
import { parseInput } from "@/lib/http/body";
import { AppError } from "@/lib/platform/errors";

const ID = "019aa000-0000-7000-8000-000000000001";
const OTHER = "019aa000-0000-7000-8000-000000000002";

function fieldsOf(body: unknown): unknown {
  try {
    return parseInput(body, ChatRequest);
  } catch (error) {
    return error instanceof AppError ? error.fields : error;
  }
}

test.each([
  ["a message", { message: "Hi", clientRequestId: ID }],
  ["another answer", { conversationId: OTHER, regenerate: OTHER, clientRequestId: ID }],
  ["the rest of an answer", { conversationId: OTHER, continue: OTHER, clientRequestId: ID }],
  ["a message that is never stored", { message: "Hi", clientRequestId: ID, temporary: { history: [] } }],
])("takes %s as it came", (_what, body) => {
  expect(fieldsOf(body)).toEqual(body);
});

test.each([
  ["nothing", null, { body: [expect.any(String)] }],
  ["a list", [], { body: [expect.any(String)] }],
  ["an empty object", {}, { message: [expect.any(String)], clientRequestId: [expect.any(String)] }],
  ["a blank message", { message: " ", clientRequestId: ID }, { message: ["Say something first."] }],
  [
    "a long message",
    { message: "x".repeat(MESSAGE_LIMIT + 1), clientRequestId: ID },
    { message: ["Please keep it to 32,000 characters."] },
  ],
  [
    "long instructions",
    { message: "Hi", clientRequestId: ID, instructions: "x".repeat(INSTRUCTIONS_LIMIT + 1) },
    { instructions: ["Please keep it to 4,000 characters."] },
  ],
  [
    "eleven files",
    { message: "Hi", clientRequestId: ID, attachmentIds: Array.from({ length: 11 }, () => ID) },
    { attachmentIds: ["At most 10 files fit one message."] },
  ],
  [
    "another answer with a message",
    { conversationId: ID, regenerate: OTHER, clientRequestId: ID, message: "Hi" },
    { message: ["This field is not known."] },
  ],
  [
    "another answer of no conversation",
    { regenerate: OTHER, clientRequestId: ID },
    { conversationId: [expect.any(String)] },
  ],
  [
    "a rest of what is no id",
    { conversationId: ID, continue: "it", clientRequestId: ID },
    { continue: [expect.any(String)] },
  ],
  [
    "a temporary chat in a stored one",
    { message: "Hi", clientRequestId: ID, conversationId: ID, temporary: { history: [] } },
    { temporary: ["A temporary chat has no conversation and no files."] },
  ],
])("refuses %s by the name of the field", (_what, body, fields) => {
  expect(fieldsOf(body)).toEqual(fields);
});

test("takes NUL, which the database can not hold, out of everything that is kept or said", () => {
  const body = {
    message: "a\u0000b",
    clientRequestId: ID,
    instructions: " Be\u0000 brief ",
    temporary: { history: [{ role: "user", content: "x\u0000" }] },
  };
  expect(fieldsOf(body)).toEqual({
    message: "ab",
    clientRequestId: ID,
    instructions: "Be brief",
    temporary: { history: [{ role: "user", content: "x" }] },
  });
});
