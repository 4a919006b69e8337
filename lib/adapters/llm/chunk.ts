import { z } from "zod";
import { field, firstOf } from "@/lib/adapters/llm/spoken";

const count = z.int().nonnegative();
const Usage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  // `image_tokens` is not of OpenAI's chat completions, but of servers that speak like them.
  prompt_tokens_details: z.object({ cached_tokens: count.nullish(), image_tokens: count.nullish() }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: count.nullish() }).nullish(),
});

export type ProviderUsage = {
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  /** Of the input; absent where they are not told apart. */
  imageTokens?: number;
};

/** What one event of a stream says, in our words. */
export type Chunk = {
  text?: string;
  finishReason?: string;
  usage?: ProviderUsage;
  /** The provider's own account of its failure. */
  error?: ProviderError;
};
export type ProviderError = { code: string; type: string };

/**
 * Reads the data of one event. Plain checks instead of a schema, but for the usage: this runs for every token.
 * @throws SyntaxError when it is not JSON.
 */
export function readChunk(data: string): Chunk {
  return chunkOf(JSON.parse(data));
}

/** The same of what was parsed already. */
export function chunkOf(body: unknown): Chunk {
  const error = errorIn(body);
  if (error) return { error };
  const choice = firstOf(field(body, "choices"));
  const text = field(field(choice, "delta"), "content");
  const finishReason = field(choice, "finish_reason");
  const usage = usageIn(body);
  const chunk: Chunk = {};
  if (typeof text === "string" && text !== "") chunk.text = text;
  if (typeof finishReason === "string") chunk.finishReason = finishReason;
  if (usage) chunk.usage = usage;
  return chunk;
}

/** The `error` object of a body, if that is what it is. */
export function errorIn(body: unknown): ProviderError | undefined {
  const error = field(body, "error");
  if (error === undefined || error === null) return undefined;
  return { code: textOf(field(error, "code")), type: textOf(field(error, "type")) };
}

/** The `usage` of a body, if it is one that adds up; details that say more than the whole are cut to it. */
export function usageIn(body: unknown): ProviderUsage | undefined {
  const usage = field(body, "usage");
  if (usage === undefined || usage === null) return undefined;
  const { data } = Usage.safeParse(usage);
  if (!data) return undefined;
  const cached = data.prompt_tokens_details?.cached_tokens ?? 0;
  const reasoning = data.completion_tokens_details?.reasoning_tokens ?? 0;
  const image = data.prompt_tokens_details?.image_tokens;
  return {
    inputTokens: data.prompt_tokens,
    cachedInputTokens: Math.min(cached, data.prompt_tokens),
    outputTokens: data.completion_tokens,
    reasoningTokens: Math.min(reasoning, data.completion_tokens),
    ...(typeof image === "number" ? { imageTokens: Math.min(image, data.prompt_tokens) } : {}),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What turning texts into vectors took, as its answer tells. */
export function embeddingTokensIn(body: unknown): number | undefined {
  return count.safeParse(field(field(body, "usage"), "prompt_tokens")).data;
}
