import { z } from "zod";
import type { ModelEntry as Entry } from "@/lib/gateway/schema";

/**
 * What `/api/v1` answers. Completions and vectors are passed on as the model's provider sends them, so there may be more
 * in them than is told here.
 */
export const ModelEntry: z.ZodType<Entry> = z.strictObject({
  id: z.string(),
  object: z.literal("model"),
  created: z.int().describe("Seconds since 1970: since when its price holds."),
  owned_by: z.string(),
});

export const ModelList = z.strictObject({ object: z.literal("list"), data: z.array(ModelEntry) });

const tokens = z.int().nonnegative();

const CompletionUsage = z.looseObject({
  prompt_tokens: tokens,
  completion_tokens: tokens.describe("Hidden reasoning included."),
  total_tokens: tokens,
  prompt_tokens_details: z.looseObject({ cached_tokens: tokens.optional() }).optional(),
  completion_tokens_details: z.looseObject({ reasoning_tokens: tokens.optional() }).optional(),
});

const FinishReason = z.enum(["stop", "length", "tool_calls", "content_filter", "function_call"]);
const ToolCall = z.looseObject({
  id: z.string(),
  type: z.literal("function"),
  function: z.looseObject({ name: z.string(), arguments: z.string().describe("JSON, as the model wrote it.") }),
});

const completion = { id: z.string(), created: z.int(), model: z.string() };

export const ChatCompletion = z.looseObject({
  ...completion,
  object: z.literal("chat.completion"),
  choices: z
    .array(
      z.looseObject({
        index: z.int(),
        message: z.looseObject({
          role: z.literal("assistant"),
          content: z.string().nullable(),
          refusal: z.string().nullish(),
          tool_calls: z.array(ToolCall).optional(),
        }),
        finish_reason: FinishReason,
      }),
    )
    .length(1),
  usage: CompletionUsage.describe("What was charged."),
});

export const ChatCompletionChunk = z.looseObject({
  ...completion,
  object: z.literal("chat.completion.chunk"),
  choices: z
    .array(
      z.looseObject({
        index: z.int(),
        delta: z.looseObject({
          role: z.literal("assistant").optional(),
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(z.looseObject({ index: z.int() })).optional(),
        }),
        finish_reason: FinishReason.nullish(),
      }),
    )
    .max(1)
    .describe("Empty in the last one, which tells the usage."),
  usage: CompletionUsage.nullish().describe("In the last one, where `stream_options.include_usage` asked for it."),
});

export const EmbeddingList = z.looseObject({
  object: z.literal("list"),
  data: z.array(
    z.looseObject({
      object: z.literal("embedding"),
      index: z.int(),
      embedding: z.union([z.array(z.number()), z.string().describe("Base64 of 32-bit floats, little-endian.")]),
    }),
  ),
  model: z.string(),
  usage: z.looseObject({ prompt_tokens: tokens, total_tokens: tokens }),
});

/** As OpenAI's own. */
export const ProgramFailure = z.strictObject({
  error: z.strictObject({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable().describe("The parameter it is about, like `messages[0].content`."),
    code: z.string().nullable(),
  }),
});

/** Of everything that is not below `/api/v1`. */
export const Failure = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string(),
    fields: z.record(z.string(), z.array(z.string())).optional(),
    url: z.string().optional(),
    requestId: z.string(),
  }),
});
