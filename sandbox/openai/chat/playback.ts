import type { ServerResponse } from "node:http";
import type { Frames } from "./frames";
import { dueTokens } from "./pace";
import type { Score } from "./score";
import { conclude } from "./stream-ending";
import type { Wheel } from "./wheel";
import { wireFor } from "./wire";

type Stage = { frames: Frames; wheel: Wheel; whenOver: () => void };

const BATCH_CHARACTERS = 65_536;
const HEARTBEAT_MS = 1_000;
const TOKENS_A_HEARTBEAT = 10;

/**
 * Plays a score to the reader at its pace. A reader who is slow is waited for,
 * one who leaves ends it at once: nothing is made that nobody gets.
 */
export function playStream(response: ServerResponse, score: Score, { frames, wheel, whenOver }: Stage) {
  const startedAt = wheel.now();
  const { tokens, pace, call } = score;
  const wire = wireFor(response, score.framing);
  const frameOf = call ? frames.argument : frames.delta;
  const beats = score.framing === "heartbeats";
  let sent = 0;
  let opened = false;
  let nextBeatMs = 0;

  function advance(nowMs: number): boolean {
    if (response.destroyed) return true;
    const elapsed = nowMs - startedAt;
    if (beats) beat(elapsed);
    if (elapsed < pace.ttftMs || response.writableNeedDrain) return false;
    const due = dueTokens(pace, elapsed, tokens.length);
    if (!opened) open();
    while (sent < due && !response.writableNeedDrain) sendUpTo(due);
    if (sent < tokens.length) return false;
    conclude(response, score, { frames, wire, whenOver });
    return true;
  }

  /** A server that thinks before its first token keeps the connection warm with comments. */
  function beat(elapsed: number) {
    if (elapsed < nextBeatMs) return;
    nextBeatMs = elapsed + HEARTBEAT_MS;
    writeHead();
    wire.write(frames.heartbeat);
  }

  function sendUpTo(due: number) {
    let text = "";
    while (sent < due && text.length < BATCH_CHARACTERS) {
      if (beats && sent % TOKENS_A_HEARTBEAT === 0) text += frames.heartbeat;
      text += frameOf(tokens[sent] ?? "");
      sent += 1;
    }
    wire.write(text);
  }

  function open() {
    opened = true;
    writeHead();
    wire.write(frames.opening + (call ? frames.call(call) : ""));
  }

  function writeHead() {
    if (response.headersSent) return;
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  }

  const leave = wheel.add(advance);
  response.on("drain", () => {
    if (sent < tokens.length && advance(wheel.now())) leave();
  });
  response.on("close", leave);
}
