import "server-only";
import type { IncomingMessage } from "node:http";
import OpenAI, { APIError } from "openai";
import { jsonOf } from "@/lib/adapters/llm/json";
import { headersOf, type Post, poster, textOf } from "@/lib/adapters/llm/transport";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

/** Which of the operator's providers is asked. */
export type Endpoint = "primary" | "fallback";

export type CallPath = "/chat/completions" | "/embeddings";

export type Provider = {
  /**
   * Posts `body` as JSON; resolves with the head of a good answer, whose body runs. Whether to try again is decided
   * above, where it is known what was delivered.
   * @throws APIError when the provider refuses; else what the network threw, or `signal`.
   */
  post(path: CallPath, body: object, signal: AbortSignal): Promise<IncomingMessage>;
};

const primary = providerAt(env.openai);
const fallback = env.openai.fallback && providerAt(env.openai.fallback);

/** @throws AppError `model_down` for a fallback that is not configured: see `env.openai.fallback` first. */
export function providerFor(endpoint: Endpoint): Provider {
  if (endpoint === "primary") return primary;
  if (fallback) return fallback;
  throw new AppError("model_down", undefined, { cause: new Error("No fallback provider is configured") });
}

/**
 * The SDK writes the head of a call (address, key, who we are), which is the same each time: once. Its own way of a call
 * takes half a millisecond of each first word.
 */
function providerAt({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }): Provider {
  const sdk = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0, logLevel: "off" });
  const posts = new Map<CallPath, Promise<Post>>();
  const postTo = (path: CallPath) => {
    const post = posts.get(path) ?? writeHead(sdk, path);
    posts.set(path, post);
    return post;
  };
  return {
    async post(path, body, signal) {
      const post = await postTo(path);
      const message = await post(JSON.stringify(body), signal);
      const { statusCode = 500 } = message;
      if (statusCode >= 200 && statusCode < 300) return message;
      throw await refusalOf(statusCode, message);
    },
  };
}

async function writeHead(sdk: OpenAI, path: CallPath): Promise<Post> {
  const { req, url } = await sdk.buildRequest({ method: "post", path, body: {} });
  return poster(new URL(url), req.headers);
}

async function refusalOf(status: number, message: IncomingMessage): Promise<APIError> {
  // Where the body breaks off, the status says enough.
  const text = await textOf(message).catch(() => "");
  const body = jsonOf(text);
  const error = typeof body === "object" && body !== null ? body : undefined;
  return APIError.generate(status, error, error === undefined ? text : undefined, headersOf(message));
}
