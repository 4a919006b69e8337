import "server-only";
import OpenAI from "openai";
import { fetchOverHttp } from "@/lib/adapters/llm/transport";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

/** Which of the operator's providers is asked. */
export type Endpoint = "primary" | "fallback";

/** One client a process and provider. Whether to try again is decided above it, where it is known what was delivered. */
export const client = clientAt(env.openai);
const fallback = env.openai.fallback && clientAt(env.openai.fallback);

/** @throws AppError `model_down` for a fallback that is not configured: see `env.openai.fallback` first. */
export function clientFor(endpoint: Endpoint): OpenAI {
  if (endpoint === "primary") return client;
  if (fallback) return fallback;
  throw new AppError("model_down", undefined, { cause: new Error("No fallback provider is configured") });
}

function clientAt({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }): OpenAI {
  return new OpenAI({ apiKey, baseURL: baseUrl, fetch: fetchOverHttp, maxRetries: 0, logLevel: "off" });
}
