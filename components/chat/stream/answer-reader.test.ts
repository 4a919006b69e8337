import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerReader, type AnswerEvent, type Place } from "./answer-reader";
import { bytes, delta, DONE, frame, START, wire } from "./testing/answer-server";

const nowhere = (): Place => ({ generationId: undefined, length: 0 });
const textIn = (events: AnswerEvent[]) => events.map((event) => (event.type === "delta" ? event.text : "")).join("");

describe("text that was heard before", () => {
  test("is dropped, whole or in part", () => {
    const place = { ...nowhere(), length: 5 };
    const events = answerReader(place).push(bytes(frame(delta("Hel"), 3) + frame(delta("lo the"), 9)));
    expect(events).toEqual([delta(" the")]);
    expect(place.length).toBe(9);
  });

  test("is dropped also when it is all there is", () => {
    expect(answerReader({ ...nowhere(), length: 9 }).push(bytes(frame(delta("Hello"), 5)))).toEqual([]);
  });

  test("follows what is there, where a frame has no id", () => {
    const place = { ...nowhere(), length: 2 };
    expect(textIn(answerReader(place).push(bytes('event: delta\ndata: {"text":"llo"}\n\n')))).toBe("llo");
    expect(place.length).toBe(5);
  });
});

test("text that is missing before a frame is asked for again, and the frame is not shown", () => {
  const place = { ...nowhere(), length: 2 };
  const reader = answerReader(place);
  expect(textIn(reader.push(bytes(frame(delta("l"), 3) + frame(delta("x"), 5) + frame(DONE, 5))))).toBe("l");
  expect(reader.isMissingText()).toBe(true);
  expect(place.length).toBe(3);
});

test("the start names the answer", () => {
  const place = nowhere();
  answerReader(place).push(bytes(frame(START, 0)));
  expect(place.generationId).toBe(START.generationId);
});

describe("an end", () => {
  const ending = (event: Parameters<typeof frame>[0], id: number, length: number) =>
    answerReader({ ...nowhere(), length }).push(bytes(frame(event, id)))[0];

  test("says what is kept, where that is less than what was heard", () => {
    expect(ending({ type: "done", finishReason: "stopped", keptLength: 4 }, 4, 9)).toMatchObject({ keptLength: 4 });
    const error = { type: "error", code: "model_cut_off", message: "Cut off." } as const;
    expect(ending(error, 4, 9)).toMatchObject({ keptLength: 4 });
  });

  test("says nothing of it where all of it is kept", () => {
    expect(ending(DONE, 9, 9)).toEqual(DONE);
  });
});

test("however the bytes are cut, the text is whole", () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 60 }),
      lengths,
      fc.array(fc.nat(2_000), { maxLength: 20 }),
      (text, sizes, cuts) => {
        const all = bytes(wire(text, { lengths: sizes }));
        const places = [0, ...cuts.filter((cut) => cut < all.length).toSorted((a, b) => a - b), all.length];
        const reader = answerReader(nowhere());
        const events = places.slice(1).flatMap((place, index) => reader.push(all.slice(places[index], place)));
        expect(textIn(events)).toBe(text);
      },
    ),
  );
});
