import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnswerEvent } from "@/components/chat/stream/answer-reader";
import { SendFailure } from "@/components/chat/stream/send-failure";
import type { ChatEvent, SendMessage } from "@/lib/chat/schema";
import { asked, type Conversation, EMPTY, type ShownMessage } from "./conversation";
import { heard, listening, notStopped, refused, stopping } from "./hearing";

const REQUEST: SendMessage = { message: "And you?", clientRequestId: "r1", model: "swift" };
const START: ChatEvent = { type: "start", generationId: "g", conversationId: "c", messageId: "a2" };
const delta = (text: string): AnswerEvent => ({ type: "delta", text });
const USAGE: ChatEvent = { type: "usage", inputTokens: 3, outputTokens: 2, costMicros: 9 };
const DONE: ChatEvent = { type: "done", finishReason: "stop" };
const FAILED: ChatEvent = { type: "error", code: "model_down", message: "The model is not answering." };
const DOWN = new SendFailure("unreachable", "We could not reach the server.");

const BEFORE: ShownMessage[] = [
  { id: "q1", parentId: "root", role: "user", status: "complete", content: "Hello" },
  { id: "a1", parentId: "q1", role: "assistant", status: "complete", content: "Hi" },
];
const sending = asked({ ...EMPTY, messages: BEFORE }, REQUEST);
const streaming = heard(sending, [START, delta("Fi")]);
const last = ({ messages }: Conversation) => messages.at(-1);

describe("hearing", () => {
  test("an answer through to its end", () => {
    const end = heard(sending, [START, delta("Fi"), delta("ne"), USAGE, DONE]);
    expect(end.id).toBe("c");
    expect(end.turn).toEqual({ state: "idle" });
    expect(last(end)).toEqual({
      id: "a2",
      generationId: "g",
      role: "assistant",
      status: "complete",
      content: "Fine",
      model: "swift",
      finishReason: "stop",
      receipt: { inputTokens: 3, outputTokens: 2, costMicros: 9 },
    });
  });

  test("a failure keeps the text so far and the sentence", () => {
    const problem = "The model is not answering.";
    expect(last(heard(streaming, [FAILED]))).toMatchObject({ status: "interrupted", content: "Fi", problem });
    expect(last(heard(sending, [START, FAILED]))).toMatchObject({ status: "failed", content: "", problem });
  });

  test("that it was stopped cuts it to what is kept", () => {
    const stopped = heard(streaming, [delta("ne, th"), { type: "done", finishReason: "stopped", keptLength: 4 }]);
    expect(last(stopped)).toMatchObject({ status: "stopped", content: "Fine" });
  });

  test("that less is stored than was said cuts it too", () => {
    const crashed = heard(streaming, [delta("ne"), { ...FAILED, keptLength: 3 }]);
    expect(last(crashed)).toMatchObject({ status: "interrupted", content: "Fin" });
  });

  test("of a chat that is stored nowhere does not give it an id", () => {
    const temporary = asked(EMPTY, { ...REQUEST, temporary: { history: [] } });
    const begun = heard(temporary, [START]);
    expect(begun).toMatchObject({ isTemporary: true });
    expect(begun.id).toBeUndefined();
    expect(heard(heard(begun, [DONE]), []).isTemporary).toBe(true);
  });

  test("the same, however the events fall into frames of the screen", () => {
    const events = fc.array(fc.string().map(delta), { maxLength: 20 });
    fc.assert(
      fc.property(events, fc.constantFrom(DONE, FAILED), fc.array(fc.nat(25)), (deltas, end, cuts) => {
        const all = [START, ...deltas, USAGE, end];
        const places = [0, ...cuts.filter((cut) => cut < all.length).toSorted((a, b) => a - b), all.length];
        const batches = places.slice(1).map((place, index) => all.slice(places[index], place));
        expect(batches.reduce(heard, sending)).toEqual(heard(sending, all));
      }),
    );
  });
});

describe("a connection that breaks", () => {
  test("before the start puts everything back as it was, with the request to send again", () => {
    expect(refused(sending, DOWN)).toEqual({
      messages: BEFORE,
      turn: { state: "refused", request: REQUEST, failure: DOWN },
    });
  });

  test("before the start of a new branch brings the old one back", () => {
    const branch = asked({ ...EMPTY, messages: BEFORE }, { ...REQUEST, conversationId: "c", parentId: "root" });
    expect(refused(branch, DOWN).messages).toEqual(BEFORE);
  });

  test("after the start keeps the text and goes on when it is heard again", () => {
    const lost = heard(streaming, [{ type: "lost" }]);
    expect(lost.turn).toMatchObject({ state: "lost", request: REQUEST });
    expect(last(lost)?.content).toBe("Fi");
    const back = heard(lost, [START, delta("ne"), DONE]);
    expect(last(back)).toMatchObject({ content: "Fine", status: "complete" });
  });

  test("after the end changes nothing", () => {
    const end = heard(streaming, [DONE]);
    expect(refused(end, DOWN)).toBe(end);
    expect(heard(end, [{ type: "lost" }]).turn).toEqual({ state: "idle" });
  });
});

describe("a wish to stop", () => {
  test("says how much was seen, and is kept when the answer begins or is lost", () => {
    expect(stopping(streaming).turn).toMatchObject({ stop: { seenLength: 2 } });
    expect(heard(stopping(sending), [START]).turn).toMatchObject({ state: "streaming", stop: { seenLength: 0 } });
    expect(heard(stopping(streaming), [{ type: "lost" }]).turn).toMatchObject({
      state: "lost",
      stop: { seenLength: 2 },
    });
  });

  test("that could not be told is taken back, and said", () => {
    const failed = notStopped(stopping(streaming));
    expect(failed.turn).toEqual({ state: "streaming", request: REQUEST, stopFailed: true });
    expect(stopping(failed).turn).not.toHaveProperty("stopFailed");
  });

  test("for nothing that runs does nothing", () => {
    const end = heard(streaming, [DONE]);
    expect(stopping(end)).toBe(end);
    expect(notStopped(end)).toBe(end);
  });
});

test("an answer that was begun elsewhere is listened to without a request", () => {
  const joined = listening({ id: "c", messages: [...BEFORE], turn: { state: "idle" } });
  expect(joined.turn).toEqual({ state: "streaming" });
});
