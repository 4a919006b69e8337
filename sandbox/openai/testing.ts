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
