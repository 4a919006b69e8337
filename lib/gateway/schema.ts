import { z } from "zod";

/**
 * What programs send to `/api/v1`, in the words of OpenAI's Chat Completions and Embeddings. What is known here and not
 * served is named in `UNSUPPORTED`; anything else is an unknown parameter. What passes is handed on as it came.
 */
const Detail = z.enum(["auto", "low", "high"]);
const TextPart = z.strictObject({ type: z.literal("text"), text: z.string() });
const ImagePart = z.strictObject({
  type: z.literal("image_url"),
  image_url: z.strictObject({
    url: z.union([z.url({ protocol: /^https?$/ }), z.string().startsWith("data:image/")]),
    detail: Detail.optional(),
  }),
});
const RefusalPart = z.strictObject({ type: z.literal("refusal"), refusal: z.string() });
const Words = z.union([z.string(), z.array(TextPart).min(1)]);
const Name = z.string().min(1).max(64);
const ToolName = z.string().regex(/^[\w-]{1,64}$/, "Use letters, digits, _ and -, 64 at most.");

const ToolCall = z.strictObject({
  id: z.string().min(1),
  type: z.literal("function"),
  function: z.strictObject({ name: ToolName, arguments: z.string() }),
});

const Message = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("system"), content: Words, name: Name.optional() }),
  z.strictObject({ role: z.literal("developer"), content: Words, name: Name.optional() }),
  z.strictObject({
    role: z.literal("user"),
    content: z.union([z.string(), z.array(z.discriminatedUnion("type", [TextPart, ImagePart])).min(1)]),
    name: Name.optional(),
  }),
  z.strictObject({
    role: z.literal("assistant"),
    content: z.union([z.string(), z.array(z.discriminatedUnion("type", [TextPart, RefusalPart])).min(1)]).nullish(),
    refusal: z.string().nullish(),
    name: Name.optional(),
    tool_calls: z.array(ToolCall).min(1).max(128).optional(),
    // The SDK's own messages carry these when they are sent back; they say nothing here.
    annotations: z.array(z.unknown()).optional(),
    audio: z.null().optional(),
    function_call: z.null().optional(),
  }),
  z.strictObject({ role: z.literal("tool"), content: Words, tool_call_id: z.string().min(1) }),
]);
export type ProgramMessage = z.infer<typeof Message>;

const Tool = z.strictObject({
  type: z.literal("function"),
  function: z.strictObject({
    name: ToolName,
    description: z.string().max(16_384).optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
    strict: z.boolean().nullish(),
  }),
});

const ToolChoice = z.union([
  z.enum(["none", "auto", "required"]),
  z.strictObject({ type: z.literal("function"), function: z.strictObject({ name: ToolName }) }),
]);

const ResponseFormat = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text") }),
  z.strictObject({ type: z.literal("json_object") }),
  z.strictObject({
    type: z.literal("json_schema"),
    json_schema: z.strictObject({
      name: ToolName,
      description: z.string().optional(),
      schema: z.record(z.string(), z.unknown()).optional(),
      strict: z.boolean().nullish(),
    }),
  }),
]);

const penalty = z.number().min(-2).max(2).nullish();
const maximum = z.int().min(1).nullish();

export const ChatCompletionRequest = z.strictObject({
  model: z.string().min(1).max(100).describe("One of `GET /models`."),
  messages: z.array(Message).min(1).max(2_048),
  stream: z.boolean().nullish().describe("Answer as server-sent events, token by token."),
  stream_options: z
    .strictObject({ include_usage: z.boolean().optional(), include_obfuscation: z.boolean().optional() })
    .nullish(),
  max_completion_tokens: maximum.describe(
    "Tokens of the answer at most; so many are held, and what was not used comes back.",
  ),
  max_tokens: maximum.describe("The older name of `max_completion_tokens`."),
  n: z.literal(1, "Only one choice is given: `n` must be 1.").nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  frequency_penalty: penalty,
  presence_penalty: penalty,
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  seed: z.int().nullish(),
  logit_bias: z.record(z.string(), z.number().min(-100).max(100)).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  tools: z.array(Tool).min(1).max(128).optional(),
  tool_choice: ToolChoice.optional(),
  parallel_tool_calls: z.boolean().optional(),
  response_format: ResponseFormat.optional(),
  reasoning_effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh"]).nullish(),
  verbosity: z.enum(["low", "medium", "high"]).nullish(),
  user: z.string().max(256).optional(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  store: z.literal(false, "Nothing is stored: `store` must be false.").nullish(),
});
export type ChatCompletionRequest = z.infer<typeof ChatCompletionRequest>;

const EMBEDDING_INPUTS = 2_048;
const Text = z.string().min(1);
const TokenList = z.array(z.int().nonnegative()).min(1);

export const EmbeddingRequest = z.strictObject({
  model: z.string().min(1).max(100).describe("An embedding model of `GET /models`."),
  input: z.union([
    Text,
    z.array(Text).min(1).max(EMBEDDING_INPUTS),
    TokenList,
    z.array(TokenList).min(1).max(EMBEDDING_INPUTS),
  ]),
  encoding_format: z.enum(["float", "base64"]).optional(),
  dimensions: z.int().min(1).max(4_096).optional(),
  user: z.string().max(256).optional(),
});
export type EmbeddingRequest = z.infer<typeof EmbeddingRequest>;

/** OpenAI has these, and they would cost what nobody reserved, or keep what nobody asked to keep. */
export const UNSUPPORTED: ReadonlySet<string> = new Set([
  "audio",
  "function_call",
  "functions",
  "modalities",
  "moderation",
  "prediction",
  "prompt_cache_key",
  "prompt_cache_options",
  "prompt_cache_retention",
  "safety_identifier",
  "service_tier",
  "web_search_options",
]);

/** What a model is called, to programs. */
export type ModelEntry = { id: string; object: "model"; created: number; owned_by: string };
