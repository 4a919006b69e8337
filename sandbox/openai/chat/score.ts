import { tokenize } from "../tokens";
import type { Ending, Fault, Framing } from "./faults";
import { type FinishReason, type Usage, usageOf } from "./frames";
import type { Pace } from "./pace";
import type { Reply, ToolCall } from "./reply";
import type { ChatRequest } from "./request";

const TOKENS_BEFORE_FAULT = 24;
/** Endings that change the last frames only: everything before them is said. */
const LATE_ENDINGS: ReadonlySet<Ending> = new Set(["whole", "no-done", "no-finish", "no-usage", "eof"]);

type Terms = { promptTokens: number; pace: Pace; fault?: Fault | undefined };

/** All that one answer will say, decided before its first byte. */
export type Score = {
  tokens: readonly string[];
  /** The tool whose arguments the tokens are, when they are no words. */
  call?: ToolCall;
  finish: FinishReason;
  ending: Ending;
  framing: Framing;
  usage: Usage;
  pace: Pace;
};

/** Turns a reply into what will be sent: stop words and limits applied, a fault's ending in place. */
export function writeScore(reply: Reply, request: ChatRequest, { promptTokens, pace, fault = {} }: Terms): Score {
  const { ending = "whole", framing = "plain" } = fault;
  const limit = request.max_completion_tokens ?? request.max_tokens ?? Number.POSITIVE_INFINITY;
  const all = tokenize("call" in reply ? reply.call.arguments : untilStop(reply.text, request.stop));
  const tokens = all.slice(0, Math.min(limit, tokensBefore(ending, all.length)));
  const isCall = "call" in reply;
  return {
    tokens,
    ending,
    framing,
    finish: finishOf(ending, { overLimit: all.length > limit, isCall }),
    usage: usageOf(promptTokens, tokens.length),
    pace,
    ...(isCall ? { call: reply.call } : {}),
  };
}

function untilStop(answer: string, stop: ChatRequest["stop"]) {
  const words = (typeof stop === "string" ? [stop] : (stop ?? [])).filter((word) => word !== "");
  const ends = words.map((word) => answer.indexOf(word)).filter((index) => index >= 0);
  return answer.slice(0, Math.min(answer.length, ...ends));
}

/** A fault strikes after a few tokens, and never after the last. */
function tokensBefore(ending: Ending, length: number) {
  if (LATE_ENDINGS.has(ending)) return length;
  return ending === "stall-first" ? 0 : Math.min(TOKENS_BEFORE_FAULT, Math.ceil(length / 2));
}

function finishOf(ending: Ending, { overLimit, isCall }: { overLimit: boolean; isCall: boolean }): FinishReason {
  if (ending === "content-filter") return "content_filter";
  if (ending === "length" || overLimit) return "length";
  return isCall ? "tool_calls" : "stop";
}
