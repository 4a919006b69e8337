import { type AnswerEvent, answerReader, type Place } from "./answer-reader";
import { type Network, pauseAfter } from "./network";
import type { resumeAnswer } from "./resume-answer";
import { SendFailure, unreachable } from "./send-failure";

/** Opens one connection; the signal closes it. */
export type Connect = (signal: AbortSignal) => AsyncGenerator<Uint8Array, void>;

type WholeAnswerOptions = {
  /** The answer, where it has begun already, and how much of it (UTF-16 units) is known. */
  generationId: string | undefined;
  from: number;
  resume: typeof resumeAnswer;
  network: Network;
};

/**
 * An answer through to its end, over as many connections as that takes: once it has begun, a connection that breaks is
 * followed by another one that goes on where the text stopped. `done` or `error` is the last event, always.
 * @throws SendFailure when the answer did not begin.
 */
export async function* wholeAnswer(
  connect: Connect,
  { generationId, from, resume, network }: WholeAnswerOptions,
): AsyncGenerator<AnswerEvent[], void> {
  const place: Place = { generationId, length: from };
  let open = connect;
  let failures = 0;
  for (;;) {
    const { length } = place;
    const problem = yield* oneConnection(open, place, network);
    if (problem === undefined) return;
    const { generationId: id } = place;
    if (id === undefined) throw problem;
    const { code, message, retryAfterS = 0 } = problem;
    if (FINAL.has(code)) {
      yield [{ type: "error", code, message }];
      return;
    }
    failures = place.length > length ? 0 : failures;
    if (code !== SILENT) {
      yield [{ type: "lost" }];
      await network.pause(Math.max(pauseAfter(failures), retryAfterS * 1_000));
      failures += 1;
    }
    open = (signal) => resume(id, place.length, { signal });
  }
}

/** A session that ended, or an answer that is gone, is not over in a moment as everything else may be. */
const FINAL = new Set(["unauthenticated", "forbidden", "not_found", "invalid_input", "method_not_allowed"]);
/** The code of a connection that we closed ourselves, because it had gone silent. */
const SILENT = "silent";

/** What one connection brings. Returns why it ended before the answer did; nothing when the answer is over. */
async function* oneConnection(
  connect: Connect,
  place: Place,
  network: Network,
): AsyncGenerator<AnswerEvent[], SendFailure | undefined> {
  const watch = silenceWatch(place, network);
  try {
    const reader = answerReader(place);
    for await (const bytes of connect(watch.signal)) {
      watch.heard();
      const events = reader.push(bytes);
      if (events.length > 0) yield events;
      if (events.some(({ type }) => type === "done" || type === "error")) return undefined;
      if (reader.isMissingText()) return unreachable(new Error(`Text is missing after ${place.length}`));
    }
    return unreachable(undefined);
  } catch (thrown) {
    if (watch.signal.aborted) return new SendFailure(SILENT, "The connection went silent.", { cause: thrown });
    return thrown instanceof SendFailure ? thrown : unreachable(thrown);
  } finally {
    watch.end();
  }
}

/** After the network came back a living connection says something within this time, or is replaced. */
const SILENCE_MS = 1_000;

/**
 * A connection from before the network went away, or the lid was closed, may look alive for minutes. An answer that
 * has not begun is left alone: its request is on its way, and breaking it off would not take it back.
 */
function silenceWatch(place: Place, network: Network) {
  const leaving = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const forget = network.onReturn(() => {
    clearTimeout(timer);
    if (place.generationId !== undefined) timer = setTimeout(() => leaving.abort(), SILENCE_MS);
  });
  return {
    signal: leaving.signal,
    heard: () => clearTimeout(timer),
    end() {
      clearTimeout(timer);
      forget();
    },
  };
}
