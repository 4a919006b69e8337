import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { liveAnswer } from "@/lib/chat/live-answer";
import type { FrameSink } from "@/lib/platform/event-stream";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const IDS = { generationId: "g", conversationId: "c", messageId: "m" };
const DONE = { end: { finishReason: "stop" } } as const;

type Frame = { event: string; id: number; data: { text?: string } };

/** A reader who takes `room` frames before asking to be waited for. */
function aReader(room = Number.POSITIVE_INFINITY) {
  const frames: Frame[] = [];
  let left = room;
  let ended = 0;
  const sink: FrameSink = {
    send(bytes) {
      if (ended > 0) throw new Error("a frame after the end");
      const [event = "", id = "", data = ""] = Buffer.from(bytes)
        .toString()
        .trim()
        .split("\n")
        .filter((line) => !line.startsWith(":"))
        .map((line) => line.slice(line.indexOf(": ") + 2));
      frames.push({ event, id: Number(id), data: JSON.parse(data) as Frame["data"] });
      left -= 1;
      return left > 0;
    },
    end: () => {
      ended += 1;
    },
  };
  const text = () => frames.map(({ data }) => data.text ?? "").join("");
  return { sink, frames, text, ended: () => ended, refill: (more: number) => (left = more) };
}

test("the first piece goes out at once; later ones gather", async () => {
  const answer = liveAnswer(IDS);
  const reader = aReader();
  answer.subscribe(reader.sink);
  answer.append("Hel");
  expect(reader.text()).toBe("Hel");
  answer.append("lo, ");
  answer.append("world");
  expect(reader.text()).toBe("Hel");
  await vi.advanceTimersByTimeAsync(100);
  expect(reader.frames.map(({ event, id }) => [event, id])).toEqual([
    ["start", 0],
    ["delta", 3],
    ["delta", 12],
  ]);
});

test("they gather again after that, and again after somebody else's coming told them early", async () => {
  const answer = liveAnswer(IDS);
  const reader = aReader();
  answer.subscribe(reader.sink);
  for (const piece of ["a", "b", "c"]) {
    answer.append(piece);
    answer.append(piece);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(reader.frames.map(({ id }) => id)).toEqual([0, 1, 2, 4, 6]);
  answer.append("d");
  answer.subscribe(aReader().sink);
  answer.append("e");
  await vi.advanceTimersByTimeAsync(100);
  expect(reader.frames.slice(5).map(({ id }) => id)).toEqual([7, 8]);
});

test("nothing stays behind an end: no timer, no second last frame", () => {
  const answer = liveAnswer(IDS);
  const reader = aReader();
  answer.subscribe(reader.sink);
  answer.append("Hel");
  answer.append("lo");
  answer.end(DONE);
  expect(reader.text()).toBe("Hello");
  expect(vi.getTimerCount()).toBe(0);
});

test("whoever comes in the middle hears it from the beginning", () => {
  const answer = liveAnswer(IDS);
  answer.append("Hel");
  answer.append("lo");
  const reader = aReader();
  answer.subscribe(reader.sink);
  answer.append("!");
  answer.end(DONE);
  expect(reader.text()).toBe("Hello!");
  expect(reader.frames.at(-1)).toMatchObject({ event: "done", id: 6 });
  expect(reader.ended()).toBe(1);
});

test("whoever comes after the end hears all of it", () => {
  const answer = liveAnswer(IDS);
  answer.append("Hello");
  answer.end({ usage: { inputTokens: 1, outputTokens: 2, costMicros: 3n }, end: { errorCode: "model_cut_off" } });
  const reader = aReader();
  answer.subscribe(reader.sink);
  expect(reader.frames.map(({ event }) => event)).toEqual(["start", "delta", "usage", "error"]);
  expect(reader.frames[2]?.data).toEqual({ inputTokens: 1, outputTokens: 2, costMicros: 3 });
  expect(reader.ended()).toBe(1);
});

test("a reader who left is sent nothing more", () => {
  const answer = liveAnswer(IDS);
  const reader = aReader();
  answer.subscribe(reader.sink).leave();
  answer.append("Hello");
  answer.end(DONE);
  expect(reader.frames).toHaveLength(1);
  expect(reader.ended()).toBe(0);
});

function expectWhole(reader: ReturnType<typeof aReader>, text: string): void {
  expect(reader.text()).toBe(text);
  expect(reader.ended()).toBe(1);
  let length = 0;
  for (const { id, data } of reader.frames) {
    length += data.text?.length ?? 0;
    expect(id).toBe(length);
  }
}

type Move =
  | { kind: "append"; text: string }
  | { kind: "resume"; reader: number }
  | { kind: "subscribe" }
  | { kind: "flush" };
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant("append" as const), text: fc.string({ unit: "grapheme", minLength: 1 }) }),
  fc.record({ kind: fc.constant("resume" as const), reader: fc.nat(5) }),
  fc.record({ kind: fc.constant("subscribe" as const) }),
  fc.record({ kind: fc.constant("flush" as const) }),
);

test("whenever they come and however slow they are, all readers end with the whole text and one last frame", () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), (moves, room) => {
      const answer = liveAnswer(IDS);
      const readers: { reader: ReturnType<typeof aReader>; subscription: ReturnType<typeof answer.subscribe> }[] = [];
      const subscribe = () => {
        const reader = aReader(room);
        readers.push({ reader, subscription: answer.subscribe(reader.sink) });
      };
      const resume = ({ reader, subscription }: (typeof readers)[number]) => {
        reader.refill(room);
        subscription.resume();
      };
      subscribe();
      for (const one of moves) {
        if (one.kind === "append") answer.append(one.text);
        else if (one.kind === "flush") answer.flush();
        else if (one.kind === "subscribe") subscribe();
        else readers.slice(one.reader, one.reader + 1).forEach(resume);
      }
      answer.end(DONE);
      subscribe();
      for (const one of readers) for (let round = 0; round < 5; round += 1) if (one.reader.ended() === 0) resume(one);
      for (const { reader } of readers) expectWhole(reader, answer.text());
      expect(readers.length).toBeGreaterThan(1);
    }),
  );
});

test("whoever comes back hears from where he was, also from the middle of a character", () => {
  const answer = liveAnswer(IDS);
  answer.append("Hi 🦜!");
  const [middle, whole, beyond] = [aReader(), aReader(), aReader()];
  answer.subscribe(middle.sink, 4);
  answer.subscribe(whole.sink, 6);
  answer.subscribe(beyond.sink, 8);
  expect(middle.frames.map(({ event, id }) => [event, id])).toEqual([
    ["start", 4],
    ["delta", 6],
  ]);
  answer.append(" Bye");
  answer.end(DONE);
  expect("Hi 🦜".slice(0, 4) + middle.text()).toBe("Hi 🦜! Bye");
  expect([whole.text(), beyond.text()]).toEqual([" Bye", "ye"]);
});

test("whoever claims more than there ever is gets the end, and how much is kept", () => {
  const answer = liveAnswer(IDS);
  answer.append("Hello");
  const reader = aReader();
  answer.subscribe(reader.sink, 99);
  answer.append(" world");
  answer.end(DONE);
  expect(reader.frames.map(({ event }) => event)).toEqual(["start", "done"]);
  expect(reader.frames[1]).toMatchObject({ id: 11, data: { keptLength: 11 } });
  expect(reader.ended()).toBe(1);
});

test("what it begins with is told to everybody, and counts", () => {
  const answer = liveAnswer(IDS, "Once upon");
  const reader = aReader();
  answer.subscribe(reader.sink);
  answer.append(" a time");
  expect(reader.frames.map(({ id, data }) => [id, data.text])).toEqual([
    [0, undefined],
    [9, "Once upon"],
    [16, " a time"],
  ]);
});
