import { expect, test } from "vitest";
import { conversationIn } from "./use-fresh-key";

const ID = "0190a6f0-0000-7000-8000-000000000001";

test.each([
  ["/chat", undefined],
  ["/chat/", undefined],
  [`/chat/${ID}`, ID],
  [`/chat/${ID}/more`, ID],
  [`/chat/${ID}0`, undefined],
  ["/chat/archived", undefined],
  [`/chats/${ID}`, undefined],
  ["/billing", undefined],
])("%s shows the conversation %s", (path, id) => {
  expect(conversationIn(path)).toBe(id);
});
