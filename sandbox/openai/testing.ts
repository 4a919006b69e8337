import OpenAI from "openai";
import type { Running } from "../http/listen";
import { startOpenAiSandbox } from "./sandbox";
import type { Stats } from "./stats";

/** A sandbox that answers at once, on a port of its own. */
export function quickSandbox(): Promise<Running> {
  return startOpenAiSandbox({ port: 0, ttftMs: 0, tokensPerSecond: 0 });
}

/** The real SDK, pointed at a sandbox. It does not retry unless told to. */
export function clientOf({ url }: Running, options: { apiKey?: string; maxRetries?: number; timeout?: number } = {}) {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: "sk-sandbox", maxRetries: 0, logLevel: "off", ...options });
}

export function asking(content: string) {
  return { model: "parley-swift", messages: [{ role: "user" as const, content }] };
}

export async function statsOf({ url }: Running): Promise<Stats> {
  return (await (await fetch(`${url}/_sandbox/stats`)).json()) as Stats;
}

/** Asks with fetch, where the bytes matter. */
export function post({ url }: Running, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url + path, {
    method: "POST",
    headers: { authorization: "Bearer sk-sandbox", "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** The sentinels that are tried with streams: what goes wrong after the first byte, or only looks otherwise. */
export const STREAM_FAULTS = [
  "event-error malformed no-finish no-usage eof no-done cut error-mid stall",
  "length content-filter heartbeats crlf split-utf8",
].flatMap((line) => line.split(" "));

/** Ways to ask for a fault by its sentinel, and which were. */
export function sentinelsOf(sandbox: () => Running) {
  const tested = new Set<string>();
  const worded = (name: string) => {
    tested.add(name);
    return asking(`Explain recursion [sandbox:${name}]`);
  };
  return {
    tested,
    read: (name: string, options: { timeout?: number; maxRetries?: number } = {}) =>
      readStream(clientOf(sandbox(), options), worded(name)),
    raw: (name: string, more: object = {}) => post(sandbox(), "/v1/chat/completions", { ...worded(name), ...more }),
  };
}

/** What a reader of the stream sees: the text, the finish, the error that ended it. */
async function readStream(client: OpenAI, question: ReturnType<typeof asking>) {
  const seen: { text: string; finish: string | null; error: unknown; chunks: number } = {
    text: "",
    finish: null,
    error: undefined,
    chunks: 0,
  };
  try {
    for await (const { choices } of await client.chat.completions.create({ ...question, stream: true })) {
      seen.chunks += 1;
      seen.text += choices[0]?.delta.content ?? "";
      seen.finish = choices[0]?.finish_reason ?? seen.finish;
    }
  } catch (error) {
    seen.error = error;
  }
  return seen;
}
