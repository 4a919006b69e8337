import "server-only";
import OpenAI from "openai";
import { fetchOverHttp } from "@/lib/adapters/llm/transport";
import { env } from "@/lib/platform/env";

/** One client a process. Whether to try again is decided above it, where it is known what was delivered. */
export const client = new OpenAI({
  apiKey: env.openai.apiKey,
  baseURL: env.openai.baseUrl,
  fetch: fetchOverHttp,
  maxRetries: 0,
  logLevel: "off",
});
