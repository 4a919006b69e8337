import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SendFailure } from "@/components/chat/stream/send-failure";
import type { ChatEvent, SendMessage } from "@/lib/chat/schema";
import {
  asked,
  broken,
  type Conversation,
  EMPTY,
  heard,
  type ShownMessage,
  type ShownThread,
  shown,
} from "./conversation";

const REQUEST: SendMessage = { message: "And you?", clientRequestId: "r1", model: "swift" };
const START: ChatEvent = { type: "start", generationId: "g", conversationId: "c", messageId: "a2" };
const delta = (text: string): ChatEvent => ({ type: "delta", text });
const USAGE: ChatEvent = { type: "usage", inputTokens: 3, outputTokens: 2, costMicros: 9 };
const DONE: ChatEvent = { type: "done", finishReason: "stop" };
const FAILED: ChatEvent = { type: "error", code: "model_down", message: "The model is not answering." };

const BEFORE: ShownMessage[] = [
  { id: "q1", parentId: "root", role: "user", status: "complete", content: "Hello" },
  { id: "a1", parentId: "q1", role: "assistant", status: "complete", content: "Hi" },
];
const DOWN = new SendFailure("unreachable", "We could not reach the server.");

const sending = asked(BEFORE, REQUEST);
const last = ({ messages }: Conversation) => messages.at(-1);

describe("asking", () => {
  test("shows the question and an empty answer before anything is heard", () => {
    expect(sending.messages.slice(2)).toEqual([
      { role: "user", status: "complete", content: "And you?" },
      { role: "assistant", status: "streaming", content: "", model: "swift" },
    ]);
    expect(sending.turn.state).toBe("sending");
  });

  test("below a parent leaves what came after it", () => {
    expect(asked(BEFORE, { ...REQUEST, parentId: "a1" }).messages).toHaveLength(4);
    expect(asked(BEFORE, { ...REQUEST, parentId: "root" }).messages.map(({ content }) => content)).toEqual([
      "And you?",
      "",
    ]);
  });
});

describe("hearing", () => {
  test("an answer through to its end", () => {
    const end = heard(sending, [START, delta("Fi"), delta("ne"), USAGE, DONE]);
    expect(end.id).toBe("c");
    expect(end.turn).toEqual({ state: "idle" });
    expect(last(end)).toEqual({
      id: "a2",
      role: "assistant",
      status: "complete",
      content: "Fine",
      model: "swift",
      finishReason: "stop",
      receipt: { inputTokens: 3, outputTokens: 2, costMicros: 9 },
    });
  });

  test("a failure keeps the text so far and the sentence", () => {
    expect(last(heard(sending, [START, delta("Fi"), FAILED]))).toMatchObject({
      status: "failed",
      content: "Fi",
      problem: "The model is not answering.",
    });
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
    expect(broken(sending, DOWN)).toEqual({
      messages: BEFORE,
      turn: { state: "refused", request: REQUEST, failure: DOWN },
    });
  });

  test("before the start of a new branch brings the old one back", () => {
    const retry = asked(BEFORE, { ...REQUEST, parentId: "root" });
    expect(broken(retry, DOWN).messages).toEqual(BEFORE);
  });

  test("after the start keeps the text, for the server goes on", () => {
    const lost = broken(heard(sending, [START, delta("Fi")]), DOWN);
    expect(lost.turn).toEqual({ state: "lost" });
    expect(last(lost)?.content).toBe("Fi");
  });

  test("after the end changes nothing", () => {
    const end = heard(sending, [START, DONE]);
    expect(broken(end, DOWN)).toBe(end);
  });
});

describe("what is shown", () => {
  const stored = (status: ShownMessage["status"], content: string): ShownThread => ({
    id: "c",
    title: "Hello",
    messages: [
      ...BEFORE,
      { id: "q2", parentId: "a1", role: "user", status: "complete", content: "And you?" },
      { id: "a2", parentId: "q2", role: "assistant", status, content },
    ],
  });
  const streaming = heard(sending, [START, delta("Fine")]);
  const ended = heard(streaming, [delta(", thanks"), USAGE, DONE]);

  test("of a new conversation is nothing", () => {
    expect(shown(undefined, undefined)).toBe(EMPTY);
  });

  test("of a loaded page is what is stored", () => {
    const thread = stored("complete", "Fine");
    expect(shown(undefined, thread)).toEqual({ id: "c", messages: thread.messages, turn: { state: "idle" } });
  });

  test("is the stream while it runs, whatever the page says", () => {
    expect(shown(streaming, stored("streaming", "F"))).toBe(streaming);
    expect(shown(streaming, stored("complete", "Fine, thanks"))).toBe(streaming);
  });

  test("is the stream's end until the page has it too", () => {
    expect(shown(ended, stored("streaming", "Fine"))).toBe(ended);
    expect(shown(ended, { id: "c", title: "Hello", messages: BEFORE })).toBe(ended);
  });

  test("is the page once it caught up, with the receipts that only the stream had", () => {
    const { messages } = shown(ended, stored("complete", "Fine, thanks"));
    expect(messages.map(({ id }) => id)).toEqual(["q1", "a1", "q2", "a2"]);
    expect(messages.at(-1)?.receipt?.costMicros).toBe(9);
  });

  test("of a lost stream never grows shorter", () => {
    const lost = broken(streaming, DOWN);
    expect(last(shown(lost, stored("streaming", "F")))?.content).toBe("Fine");
    expect(last(shown(lost, stored("streaming", "Fine, th")))?.content).toBe("Fine, th");
    expect(last(shown(lost, stored("interrupted", "Fi")))?.status).toBe("interrupted");
  });

  test("of a refused message is the page, and the refusal with it", () => {
    const thread: ShownThread = { id: "c", title: "Hello", messages: BEFORE };
    expect(shown(broken(sending, DOWN), thread).turn.state).toBe("refused");
    expect(shown(broken(asked([], REQUEST), DOWN), undefined).turn.state).toBe("refused");
  });
});
