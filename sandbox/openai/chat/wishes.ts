import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "../errors";
import { FAULT_NAMES, isFaultName } from "./faults";
import { amount, type Pace } from "./pace";

/** What one request asks of the sandbox itself: faults by name, and its pace. */
export type Wishes = { faults: readonly string[]; pace: Partial<Pace> };

const SENTINEL = /\[sandbox:([a-z0-9_-]+)\]/gu;
const RATE_SENTINEL = /\[\[\s*(\d+(?:\.\d+)?|unlimited)\s+tokens?\/s\s*\]\]/u;
const FIRST_SENTINEL = /\[\[\s*first token after (\d+(?:\.\d+)?) ?(ms|s)\s*\]\]/u;
const ANY_SENTINEL =
  /\s*(?:\[sandbox:[a-z0-9_-]+\]|\[\[\s*(?:\d+(?:\.\d+)?|unlimited)\s+tokens?\/s\s*\]\]|\[\[\s*first token after \d+(?:\.\d+)? ?m?s\s*\]\])\s*/gu;

type Source = { text: string; headers?: IncomingHttpHeaders; metadata?: Readonly<Record<string, string>> | undefined };

/**
 * Reads them from where a client can put them: sentinels in the text, the headers `x-sandbox-…`, and the request's own
 * `metadata` for clients that can set neither. The nearer one wins: text, then metadata, then headers.
 *
 * A fault that does not exist is a 400 which lists those that do, so that no test waits in vain.
 */
export function wishesOf({ text, headers = {}, metadata = {} }: Source): Wishes {
  const byHeader = listIn(headers["x-sandbox-fault"], "x-sandbox-fault");
  const byMetadata = listIn(metadata["sandbox_fault"], "metadata.sandbox_fault");
  const byText = [...text.matchAll(SENTINEL)].map(([, name = ""]) => requireName(name, "messages"));
  return {
    faults: [...byHeader, ...byMetadata, ...byText],
    pace: {
      ...paceIn(headers["x-sandbox-ttft-ms"], headers["x-sandbox-tokens-per-second"]),
      ...paceIn(metadata["sandbox_ttft_ms"], metadata["sandbox_tokens_per_second"]),
      ...paceInText(text),
    },
  };
}

/** The text that is left to answer. */
export function withoutSentinels(text: string) {
  return text.replaceAll(ANY_SENTINEL, " ").trim();
}

function paceIn(ttft: string | string[] | undefined, rate: string | string[] | undefined): Partial<Pace> {
  const [ttftMs, tokensPerSecond] = [amount(ttft), amount(rate)];
  return { ...(ttftMs === undefined ? {} : { ttftMs }), ...(tokensPerSecond === undefined ? {} : { tokensPerSecond }) };
}

function paceInText(text: string): Partial<Pace> {
  const rate = RATE_SENTINEL.exec(text)?.[1];
  const [, first, unit] = FIRST_SENTINEL.exec(text) ?? [];
  return {
    ...(rate === undefined ? {} : { tokensPerSecond: rate === "unlimited" ? 0 : Number(rate) }),
    ...(first === undefined ? {} : { ttftMs: Number(first) * (unit === "s" ? 1_000 : 1) }),
  };
}

function listIn(value: string | string[] | undefined, param: string): string[] {
  const names = (Array.isArray(value) ? value : [value ?? ""]).join(",").split(",");
  return names
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .map((name) => requireName(name, param));
}

function requireName(name: string, param: string): string {
  if (isFaultName(name)) return name;
  throw new ApiError(400, `No such sentinel: [sandbox:${name}]. There are: ${FAULT_NAMES.join(", ")}.`, {
    param,
    code: "unknown_sentinel",
  });
}
