import type { ServerResponse } from "node:http";
import { serverError } from "../errors";
import type { Ending } from "./faults";
import type { FinishReason, Frames, Usage } from "./frames";
import { dueTokens, type Pace } from "./pace";
import type { Wheel } from "./wheel";

/** All that one stream will say, decided before its first byte. */
export type Score = {
  tokens: readonly string[];
  finish: FinishReason;
  ending: Ending;
  usage: Usage;
  pace: Pace;
};
type Stage = { frames: Frames; wheel: Wheel; whenOver: () => void };

/**
 * Plays a score to the reader at its pace. A reader who is slow is waited for,
 * one who leaves ends it at once: nothing is made that nobody gets.
 */
export function playStream(response: ServerResponse, score: Score, { frames, wheel, whenOver }: Stage) {
  const startedAt = wheel.now();
  const { tokens, pace } = score;
  let sent = 0;
  let opened = false;

  function advance(nowMs: number): boolean {
    if (response.destroyed) return true;
    const elapsed = nowMs - startedAt;
    if (elapsed < pace.ttftMs || response.writableNeedDrain) return false;
    const due = dueTokens(pace, elapsed, tokens.length);
    if (!opened) open();
    while (sent < due && !response.writableNeedDrain) sendUpTo(due);
    if (sent < tokens.length) return false;
    conclude(response, score, { frames, whenOver });
    return true;
  }

  function sendUpTo(due: number) {
    let text = "";
    while (sent < due && text.length < BATCH_CHARACTERS) {
      text += frames.delta(tokens[sent] ?? "");
      sent += 1;
    }
    response.write(text);
  }

  function open() {
    opened = true;
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
    response.write(frames.opening);
  }

  const leave = wheel.add(advance);
  response.on("drain", () => {
    if (sent < tokens.length && advance(wheel.now())) leave();
  });
  response.on("close", leave);
}

const BATCH_CHARACTERS = 65_536;

/** The last frames, or what a fault puts in their place. A stalled stream stays open until its reader goes. */
function conclude(response: ServerResponse, score: Score, { frames, whenOver }: Omit<Stage, "wheel">) {
  const { ending, finish, usage } = score;
  if (ending === "stall") return;
  if (ending === "cut") {
    response.socket?.end(() => response.socket?.destroy());
    whenOver();
    return;
  }
  whenOver();
  if (ending === "eof") {
    response.end();
    return;
  }
  if (ending === "error-mid") {
    response.end(frames.error(serverError().body));
    return;
  }
  response.end(frames.finish(finish) + frames.usage(usage) + (ending === "no-done" ? "" : frames.done));
}
