import {
  CALL_FAILURES,
  CHAT_FAILURES,
  LIST_FAILURES,
  LOOK_UP_FAILURES,
  SESSION_FAILURES,
  type ToldFailure,
} from "@/lib/gateway/document/failures";
import type { KeyScope } from "@/lib/identity/schema";

/** What the examples name: models that are on offer here. */
export type ExampleModels = { chat: string; embedding: string };

export type Operation = {
  id: string;
  method: "get" | "post";
  path: string;
  summary: string;
  description: string;
  /** The scope a key needs; without one it is a browser's session that opens it. */
  scope: KeyScope | undefined;
  /** What stands in the path in braces. */
  parameter?: { name: string; description: string; example: string };
  /** Names of schemas, see `schemas.ts`. */
  body?: { schema: "ChatCompletionRequest" | "EmbeddingRequest"; example: unknown };
  answer: "ModelList" | "ModelEntry" | "ChatCompletion" | "EmbeddingList" | "UsageReport";
  /** What each event holds, where the answer may be a stream. */
  event?: "ChatCompletionChunk";
  /** It counts towards the requests a minute, and tells what is left of them. */
  isCounted: boolean;
  failures: readonly ToldFailure[];
};

/** Every operation that is promised to programs, in the order one meets them. */
export function operations({ chat, embedding }: ExampleModels): Operation[] {
  return [
    {
      id: "listModels",
      method: "get",
      path: "/api/v1/models",
      summary: "List models",
      description: "The models that your plan opens, the default one first.",
      scope: "models",
      answer: "ModelList",
      isCounted: false,
      failures: LIST_FAILURES,
    },
    {
      id: "retrieveModel",
      method: "get",
      path: "/api/v1/models/{model}",
      summary: "Look up a model",
      description: "One of the models that your plan opens.",
      scope: "models",
      parameter: { name: "model", description: "The model's id; it may have slashes in it.", example: chat },
      answer: "ModelEntry",
      isCounted: false,
      failures: LOOK_UP_FAILURES,
    },
    {
      id: "createChatCompletion",
      method: "post",
      path: "/api/v1/chat/completions",
      summary: "Complete a chat",
      description:
        "An answer to messages, whole or streamed as server-sent events. What it may cost at most is held before the model is called; what was delivered is charged, the rest comes back. A failure in the middle of a stream is an event with an `error`, and no `[DONE]` follows.",
      scope: "chat",
      body: {
        schema: "ChatCompletionRequest",
        example: { model: chat, messages: [{ role: "user", content: "Write a haiku about rain." }], stream: true },
      },
      answer: "ChatCompletion",
      event: "ChatCompletionChunk",
      isCounted: true,
      failures: CHAT_FAILURES,
    },
    {
      id: "createEmbedding",
      method: "post",
      path: "/api/v1/embeddings",
      summary: "Embed texts",
      description: "Vectors of texts, or of lists of token numbers.",
      scope: "embeddings",
      body: {
        schema: "EmbeddingRequest",
        example: { model: embedding, input: "rain in Paris", encoding_format: "float", dimensions: 8 },
      },
      answer: "EmbeddingList",
      isCounted: true,
      failures: CALL_FAILURES,
    },
    {
      id: "getUsage",
      method: "get",
      path: "/api/openai/usage",
      summary: "Read your usage",
      description:
        "The same figures as the usage page: what the running billing period grants, what was used, what is held, what is left and when it starts again. It is opened by the browser's session, not by a key.",
      scope: undefined,
      answer: "UsageReport",
      isCounted: false,
      failures: SESSION_FAILURES,
    },
  ];
}
