import { expect, test, vi } from "vitest";
import { SendFailure } from "@/components/chat/stream/send-failure";
import type { ChatRequest, SendMessage } from "@/lib/chat/schema";
import { againWith } from "./use-composing";

const REQUEST: SendMessage = { message: "Hello", clientRequestId: "r1", conversationId: "c", parentId: "a" };
const refused = (request: ChatRequest) =>
  ({ state: "refused", request, failure: new SendFailure("unreachable", "No.") }) as const;
const ways = () => ({ resend: vi.fn(), sendText: vi.fn(), sendQueued: vi.fn(), queue: [], draft: { text: "" } });

test("what was written is sent as it stands in the field by now", () => {
  const all = ways();
  expect(againWith({ ...all, turn: refused(REQUEST), draft: { text: "Hello!", unsent: REQUEST } })).toBe(all.sendText);
});

test("what the person has taken out is not sent", () => {
  expect(againWith({ ...ways(), turn: refused(REQUEST), draft: { text: " ", unsent: REQUEST } })).toBeUndefined();
});

test("what was queued goes out of the queue", () => {
  const all = ways();
  expect(againWith({ ...all, turn: refused(REQUEST), queue: [{ request: REQUEST }] })).toBe(all.sendQueued);
});

test("what was asked from the thread is asked again as it was", () => {
  const regenerate = { conversationId: "c", regenerate: "a", clientRequestId: "r2" };
  for (const request of [REQUEST, regenerate]) {
    const all = ways();
    againWith({ ...all, turn: refused(request), draft: { text: "Something else" } })?.();
    expect(all.resend).toHaveBeenCalledWith(request);
  }
});

test("nothing is sent again that was not refused", () => {
  expect(againWith({ ...ways(), turn: { state: "idle" } })).toBeUndefined();
});
