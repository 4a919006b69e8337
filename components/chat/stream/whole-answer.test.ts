import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { AnswerEvent } from "./answer-reader";
import { SendFailure } from "./send-failure";
import { aNetwork, BROKEN, bytes, connection, delta, DONE, frame, START, wire } from "./testing/answer-server";
import { type Connect, wholeAnswer as listenedTo } from "./whole-answer";

const textIn = (events: AnswerEvent[]) => events.map((event) => (event.type === "delta" ? event.text : "")).join("");
const typesOf = (events: AnswerEvent[]) => events.map(({ type }) => type);

type Options = Partial<Parameters<typeof listenedTo>[1]>;
const wholeAnswer = (connect: Connect, options: Options = {}) =>
  listenedTo(connect, { generationId: undefined, from: 0, resume: resumes().resume, network: aNetwork(), ...options });

async function all(answer: AsyncGenerator<AnswerEvent[], void>): Promise<AnswerEvent[]> {
  const heard: AnswerEvent[] = [];
  for await (const events of answer) heard.push(...events);
  return heard;
}

const first = (...pieces: (string | Error)[]) =>
  connection(...pieces.map((p) => (typeof p === "string" ? bytes(p) : p)));

/** Resumes that answer one after the other, and where they were asked to begin. */
function resumes(...answers: AsyncGenerator<Uint8Array, void>[]) {
  const from: number[] = [];
  return {
    from,
    resume: (_: string, place: number) => {
      from.push(place);
      return answers.shift() ?? connection(new SendFailure("not_found", "There is nothing here."));
    },
  };
}

describe("a connection that breaks", () => {
  test("is followed by one that goes on where the text stopped", async () => {
    const { resume, from } = resumes(first(frame(START, 3) + frame(delta("lo"), 5) + frame(DONE, 5)));
    const answer = wholeAnswer(() => first(frame(START), frame(delta("Hel"), 3), BROKEN), {
      resume,
      network: aNetwork(),
    });
    const events = await all(answer);
    expect(typesOf(events)).toEqual(["start", "delta", "lost", "start", "delta", "done"]);
    expect(textIn(events)).toBe("Hello");
    expect(from).toEqual([3]);
  });

  test("by ending early is followed too", async () => {
    const { resume } = resumes(first(wire("Hello", { from: 3 })));
    const events = await all(
      wholeAnswer(() => first(frame(START), frame(delta("Hel"), 3)), { resume, network: aNetwork() }),
    );
    expect(textIn(events)).toBe("Hello");
  });

  test("before the answer began is a failure of the message", async () => {
    const answer = all(wholeAnswer(() => first(BROKEN), { network: aNetwork() }));
    await expect(answer).rejects.toBe(BROKEN);
  });

  test("again and again is tried after longer and longer pauses", async () => {
    const network = aNetwork();
    const { resume } = resumes(first(BROKEN), first(BROKEN), first(BROKEN), first(wire("x")));
    await all(wholeAnswer(() => first(frame(START), BROKEN), { resume, network }));
    expect(network.pauses).toHaveLength(4);
    expect(network.pauses.toSorted((a, b) => a - b)).toEqual(network.pauses);
  });

  test("waits as long as the server asks", async () => {
    const network = aNetwork();
    const busy = new SendFailure("too_many_requests", "Please wait a little.", { retryAfterS: 30 });
    const { resume } = resumes(first(busy), first(wire("x")));
    await all(wholeAnswer(() => first(frame(START), BROKEN), { resume, network }));
    expect(network.pauses[1]).toBe(30_000);
  });

  test("to an answer that is gone ends it with the server's sentence", async () => {
    const { resume } = resumes();
    const events = await all(
      wholeAnswer(() => first(frame(START), frame(delta("Hel"), 3), BROKEN), { resume, network: aNetwork() }),
    );
    expect(events.at(-1)).toEqual({ type: "error", code: "not_found", message: "There is nothing here." });
  });
});

test("text that went missing is fetched, and not left out", async () => {
  const { resume, from } = resumes(first(wire("Hello", { from: 1 })));
  const gap = frame(START) + frame(delta("H"), 1) + frame(delta("lo"), 5);
  const events = await all(wholeAnswer(() => first(gap), { resume, network: aNetwork() }));
  expect(textIn(events)).toBe("Hello");
  expect(from).toEqual([1]);
});

describe("after the network came back", () => {
  afterEach(() => void vi.useRealTimers());

  test("a connection that stays silent is replaced, without a word about it", async () => {
    vi.useFakeTimers();
    const network = aNetwork();
    const silent = async function* (signal: AbortSignal) {
      yield bytes(frame(START) + frame(delta("Hel"), 3));
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(BROKEN)));
    };
    const { resume } = resumes(first(wire("Hello", { from: 3 })));
    const listening = all(wholeAnswer(silent, { resume, network }));
    await vi.advanceTimersByTimeAsync(0);
    network.comeBack();
    await vi.advanceTimersByTimeAsync(1_000);
    const events = await listening;
    expect(textIn(events)).toBe("Hello");
    expect(typesOf(events)).not.toContain("lost");
    expect(network.pauses).toEqual([]);
  });

  test("a message that is still on its way is left alone", async () => {
    vi.useFakeTimers();
    const network = aNetwork();
    let isClosed = false;
    const slow = async function* (signal: AbortSignal) {
      signal.addEventListener("abort", () => (isClosed = true));
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      yield bytes(wire("Hello"));
    };
    const listening = all(wholeAnswer(slow, { network }));
    await vi.advanceTimersByTimeAsync(0);
    network.comeBack();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(textIn(await listening)).toBe("Hello");
    expect(isClosed).toBe(false);
  });
});

test("whatever breaks wherever, and whatever is sent twice, the text is whole and said once", async () => {
  const breaks = fc.array(fc.record({ at: fc.nat(700), back: fc.nat(8) }), { maxLength: 6 });
  const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 50 }), breaks, lengths, async (text, places, sizes) => {
      const left = [...places];
      // Each connection breaks somewhere; each resume may begin earlier than it was asked to.
      const connect = (from: number) => {
        const next = left.shift();
        const whole = bytes(wire(text, { from: Math.max(0, from - (next?.back ?? 0)), lengths: sizes }));
        return next ? connection(whole.slice(0, next.at), BROKEN) : connection(whole);
      };
      const startFirst = async function* () {
        yield bytes(frame(START));
        yield* connect(0);
      };
      const events = await all(wholeAnswer(startFirst, { resume: (_, from) => connect(from), network: aNetwork() }));
      expect(textIn(events)).toBe(text);
      expect(events.at(-1)).toEqual(DONE);
    }),
  );
});
