import { describe, expect, test } from "vitest";
import { SendFailure } from "@/components/chat/stream/send-failure";
import type { PathPage, SendMessage, ThreadMessage } from "@/lib/chat/schema";
import { failureMessage } from "@/lib/platform/errors";
import { asked, type Conversation, EMPTY, type ShownMessage, type ShownThread } from "./conversation";
import { heard, notStopped, refused, stopping } from "./hearing";
import { problemOf } from "./problem-words";
import {
  shown,
  shownMessages,
  withFeedback,
  withOlder,
  withPath,
  withPathOfNow,
  withSettings,
  withStored,
} from "./shown";

const REQUEST: SendMessage = { message: "And you?", clientRequestId: "r1" };
const DOWN = new SendFailure("unreachable", "We could not reach the server.");
const BEFORE: ShownMessage[] = [
  { id: "q1", parentId: "root", role: "user", status: "complete", content: "Hello" },
  { id: "a1", parentId: "q1", role: "assistant", status: "complete", content: "Hi" },
];
const sending = asked({ ...EMPTY, messages: BEFORE }, REQUEST);
const streaming = heard(sending, [
  { type: "start", generationId: "g", conversationId: "c", messageId: "a2" },
  { type: "delta", text: "Fine" },
]);
const ended = heard(streaming, [
  { type: "delta", text: ", thanks" },
  { type: "usage", inputTokens: 3, outputTokens: 2, costMicros: 9 },
  { type: "done", finishReason: "stop" },
]);
const stored = (status: ShownMessage["status"], content: string): ShownThread => ({
  id: "c",
  title: "Hello",
  messages: [
    ...BEFORE,
    { id: "q2", parentId: "a1", role: "user", status: "complete", content: "And you?" },
    { id: "a2", parentId: "q2", role: "assistant", status, content },
  ],
});
const last = ({ messages }: Conversation) => messages.at(-1);
const ids = ({ messages }: Conversation) => messages.map(({ id }) => id);

const message = (id: string, changes: Partial<ThreadMessage> = {}): ThreadMessage => ({
  id,
  parentId: "p",
  role: "user",
  status: "complete",
  content: id,
  createdAt: new Date(0),
  ...changes,
});
const page = (hasOlder: boolean, ...messages: ThreadMessage[]): PathPage => ({ messages, hasOlder });

describe("what is shown", () => {
  test("of a new conversation is nothing", () => {
    expect(shown(undefined, undefined)).toBe(EMPTY);
  });

  test("of a loaded page is what is stored, and how it is answered", () => {
    const thread = { ...stored("complete", "Fine"), instructions: "Be brief.", temperatureCenti: 0, hasOlder: true };
    expect(shown(undefined, thread)).toEqual({
      id: "c",
      messages: thread.messages,
      hasOlder: true,
      settings: { instructions: "Be brief.", temperatureCenti: 0 },
      turn: { state: "idle" },
    });
  });

  test("is the stream while it runs, whatever the page says", () => {
    expect(shown(streaming, stored("streaming", "F")).messages).toBe(streaming.messages);
    expect(shown(streaming, stored("complete", "Fine, thanks")).messages).toBe(streaming.messages);
  });

  test("is the stream's end until the page has it too", () => {
    expect(shown(ended, stored("streaming", "Fine")).messages).toBe(ended.messages);
    expect(shown(ended, { id: "c", title: "Hello", messages: BEFORE }).messages).toBe(ended.messages);
  });

  test("is the page once it caught up, with the receipts that only the stream had", () => {
    const conversation = shown(ended, stored("complete", "Fine, thanks"));
    expect(ids(conversation)).toEqual(["q1", "a1", "q2", "a2"]);
    expect(last(conversation)?.receipt?.costMicros).toBe(9);
  });

  test("of a lost stream never grows shorter", () => {
    const lost = heard(streaming, [{ type: "lost" }]);
    expect(last(shown(lost, stored("streaming", "F")))?.content).toBe("Fine");
  });

  test("of a refused message is the page, and the refusal with it", () => {
    const thread: ShownThread = { id: "c", title: "Hello", messages: BEFORE };
    expect(shown(refused(sending, DOWN), thread).turn.state).toBe("refused");
    expect(shown(refused(asked(EMPTY, REQUEST), DOWN), undefined).turn.state).toBe("refused");
  });

  test("keeps the settings that were changed here", () => {
    const live = withSettings(shown(undefined, stored("complete", "Fine")), { instructions: "New" });
    expect(shown(live, { ...stored("complete", "Fine"), instructions: "Old" }).settings).toEqual({
      instructions: "New",
    });
  });
});

describe("after stop was pressed", () => {
  test("nothing that comes is shown, and nothing of it is lost", () => {
    const stopped = heard(stopping(streaming), [{ type: "delta", text: ", thanks" }]);
    expect(last(shown(stopped, undefined))?.content).toBe("Fine");
    expect(last(shown(notStopped(stopped), undefined))?.content).toBe("Fine, thanks");
  });
});

describe("older messages", () => {
  const live: Conversation = { ...ended, hasOlder: true };
  const older = withOlder(live, page(false, message("q0"), message("a0"), message("q1")));

  test("come above, each once", () => {
    expect(ids(older).slice(0, 4)).toEqual(["q0", "a0", "q1", "a1"]);
    expect(older.hasOlder).toBe(false);
  });

  test("stay when the page is read again", () => {
    const again = withStored(older, { ...stored("complete", "Fine, thanks"), hasOlder: true });
    expect(ids(again)).toEqual(["q0", "a0", "q1", "a1", "q2", "a2"]);
    expect(again.hasOlder).toBe(false);
  });

  test("stay when the message that was on its way is refused", () => {
    const loaded = withOlder(sending, page(false, message("q0")));
    expect(ids(refused(loaded, DOWN))).toEqual(["q0", "q1", "a1"]);
  });
});

test("another branch takes the place of the one that was open", () => {
  const other = withPath(ended, page(true, message("q1"), message("b1", { role: "assistant" })));
  expect(ids(other)).toEqual(["q1", "b1"]);
  expect(other.hasOlder).toBe(true);
  expect(shown(other, stored("complete", "Fine, thanks")).messages).toBe(other.messages);
});

describe("a verdict", () => {
  test("stands with its answer until it is taken back", () => {
    const judged = withFeedback(ended, { messageId: "a2", verdict: "down", reason: "Too short" });
    expect(last(judged)?.feedback).toEqual({ verdict: "down", reason: "Too short" });
    expect(withFeedback(judged, { messageId: "a1", verdict: "up" }).messages.at(-1)?.feedback?.verdict).toBe("down");
    expect(last(withFeedback(judged, { messageId: "a2", verdict: null }))).not.toHaveProperty("feedback");
  });

  test("that was given here outlasts what the page loaded before it", () => {
    const loaded = stored("complete", "Fine, thanks");
    const before = {
      ...loaded,
      messages: loaded.messages.map((one) => ({ ...one, feedback: { verdict: "down" as const } })),
    };
    const up = withFeedback(shown(undefined, before), { messageId: "a2", verdict: "up" });
    expect(last(shown(up, before))?.feedback).toEqual({ verdict: "up" });
    expect(shown(up, before).messages[0]?.feedback).toEqual({ verdict: "down" });
    const none = withFeedback(up, { messageId: "a2", verdict: null });
    expect(last(shown(none, before))).not.toHaveProperty("feedback");
  });
});

describe("why an answer failed", () => {
  test.each([
    "model_down",
    "model_busy",
    "model_stalled",
    "model_cut_off",
    "model_refused",
    "question_refused",
    "context_too_long",
    "internal",
  ])("%s is said in the server's words", (code) => {
    expect(problemOf(code)).toBe(failureMessage(code));
    expect(shownMessages(page(false, message("a", { errorCode: code })))[0]?.problem).toBe(failureMessage(code));
  });

  test("is left to whoever shows it, where the code says nothing", () => {
    expect(problemOf("something_new")).toBeUndefined();
    expect(shownMessages(page(false, message("a")))[0]).not.toHaveProperty("problem");
  });
});

describe("the path as it is now", () => {
  const page = (...messages: ThreadMessage[]): PathPage => ({ messages, hasOlder: true });

  test("touches no answer that is heard here", () => {
    expect(withPathOfNow(streaming, page(message("x")))).toBe(streaming);
  });

  test("is taken in also where it is behind what was heard: another branch may be the open one", () => {
    expect(ids(withPathOfNow(ended, page(message("q1"), message("b", { status: "streaming" }))))).toEqual(["q1", "b"]);
  });

  test("keeps what was loaded above it, and what is known of what is above that", () => {
    const loaded: Conversation = { ...EMPTY, messages: [message("q0"), message("a0"), message("q1")], hasOlder: false };
    const now = withPathOfNow(loaded, page(message("q1"), message("a1")));
    expect(ids(now)).toEqual(["q0", "a0", "q1", "a1"]);
    expect(now.hasOlder).toBe(false);
  });

  test("replaces what has no place in it, and says what is above", () => {
    const now = withPathOfNow({ ...EMPTY, messages: BEFORE }, page(message("z")));
    expect(ids(now)).toEqual(["z"]);
    expect(now.hasOlder).toBe(true);
  });

  test("keeps a message that was refused, to be sent again, and the cost that was heard", () => {
    const denied = refused(sending, DOWN);
    expect(withPathOfNow(denied, page(message("q1"))).turn).toBe(denied.turn);
    const receipt = last(ended)?.receipt;
    expect(last(withPathOfNow(ended, page(message("a2", { role: "assistant" }))))?.receipt).toEqual(receipt);
    expect(receipt).toBeDefined();
  });
});
