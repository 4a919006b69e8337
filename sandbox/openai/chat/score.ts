import { tokenize } from "../tokens";
import type { Ending, Fault } from "./faults";
import { type FinishReason, usageOf } from "./frames";
import type { Pace } from "./pace";
import type { Score } from "./playback";
import type { ChatRequest } from "./request";

const TOKENS_BEFORE_FAULT = 24;

type Terms = { promptTokens: number; pace: Pace; fault: Fault | undefined };

/** Turns an answer into what will be sent: stop words and limits applied, a fault's ending in place. */
export function writeScore(answer: string, request: ChatRequest, { promptTokens, pace, fault }: Terms): Score {
  const ending = fault?.kind === "ending" ? fault.ending : "whole";
  const limit = request.max_completion_tokens ?? request.max_tokens ?? Number.POSITIVE_INFINITY;
  const all = tokenize(untilStop(answer, request.stop));
  const tokens = all.slice(0, Math.min(limit, tokensBefore(ending, all.length)));
  return {
    tokens,
    ending,
    finish: finishOf(ending, all.length > limit),
    usage: usageOf(promptTokens, tokens.length),
    pace: fault?.kind === "pace" ? { ...pace, tokensPerSecond: fault.tokensPerSecond } : pace,
  };
}

function untilStop(answer: string, stop: ChatRequest["stop"]) {
  const words = (typeof stop === "string" ? [stop] : (stop ?? [])).filter((word) => word !== "");
  const ends = words.map((word) => answer.indexOf(word)).filter((index) => index >= 0);
  return answer.slice(0, Math.min(answer.length, ...ends));
}

/** A fault strikes after a few tokens, and never after the last. */
function tokensBefore(ending: Ending, length: number) {
  if (ending === "whole" || ending === "no-done" || ending === "eof") return length;
  return Math.min(TOKENS_BEFORE_FAULT, Math.ceil(length / 2));
}

function finishOf(ending: Ending, overLimit: boolean): FinishReason {
  if (ending === "content-filter") return "content_filter";
  return ending === "length" || overLimit ? "length" : "stop";
}
