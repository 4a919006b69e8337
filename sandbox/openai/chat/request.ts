import { z } from "zod";
import { ApiError } from "../errors";

const Part = z.looseObject({
  type: z.enum(["text", "image_url", "input_audio", "file", "refusal"]),
  text: z.string().optional(),
  refusal: z.string().optional(),
});
const Message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: z.union([z.string(), z.array(Part)]).nullish(),
});
const Tool = z.looseObject({
  type: z.enum(["function", "custom"]),
  function: z.looseObject({ name: z.string().min(1).max(64), parameters: z.looseObject({}).optional() }).optional(),
});
const ResponseFormat = z.looseObject({
  type: z.enum(["text", "json_object", "json_schema"]),
  json_schema: z.looseObject({ name: z.string(), schema: z.looseObject({}).optional() }).optional(),
});
const maximum = z.number().int().min(1).nullish();
const ignored = z.unknown().optional();
const penalty = z.number().min(-2).max(2).nullish();

/**
 * What chat/completions takes. The parameters that shape nothing here are
 * named all the same: an unknown one is refused, as OpenAI does, and a test
 * keeps the list equal to the SDK's.
 */
export const ChatRequest = z.strictObject({
  model: z.string().min(1),
  messages: z.array(Message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: maximum,
  max_completion_tokens: maximum,
  n: z.number().int().min(1).max(128).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  frequency_penalty: penalty,
  presence_penalty: penalty,
  tools: z.array(Tool).max(128).optional(),
  tool_choice: z.union([z.enum(["none", "auto", "required"]), z.looseObject({ type: z.string() })]).optional(),
  parallel_tool_calls: z.boolean().optional(),
  response_format: ResponseFormat.optional(),
  seed: z.number().int().nullish(),
  user: z.string().optional(),
  metadata: z.record(z.string(), z.string()).nullish(),
  store: z.boolean().nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.number().int().min(0).max(20).nullish(),
  logit_bias: z.record(z.string(), z.number()).nullish(),
  audio: ignored,
  function_call: ignored,
  functions: ignored,
  modalities: ignored,
  moderation: ignored,
  prediction: ignored,
  prompt_cache_key: ignored,
  prompt_cache_options: ignored,
  prompt_cache_retention: ignored,
  reasoning_effort: ignored,
  safety_identifier: ignored,
  service_tier: ignored,
  verbosity: ignored,
  web_search_options: ignored,
});
export type ChatRequest = z.infer<typeof ChatRequest>;
export type ChatMessage = z.infer<typeof Message>;

/** Throws a 400 that names the parameter. */
export function parseChatRequest(body: unknown): ChatRequest {
  const request = parseAs(ChatRequest, body);
  if ((request.n ?? 1) > 1) {
    throw new ApiError(400, "The sandbox gives one choice: `n` must be 1.", { param: "n", code: "unsupported_value" });
  }
  requireWordJson(request);
  return request;
}

/** Parses with the schema, and turns its first complaint into OpenAI's shape. */
export function parseAs<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  if (body === undefined || body === null || typeof body !== "object" || Array.isArray(body)) {
    throw new ApiError(400, "The body must be a JSON object in UTF-8.");
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw complaint(result.error, body);
}

function complaint({ issues: [issue] }: z.ZodError, body: object) {
  if (!issue) return new ApiError(400, "The body is not what this route takes.");
  if (issue.code === "unrecognized_keys") {
    const param = issue.keys.join(", ");
    return new ApiError(400, `Unknown parameter: '${param}'.`, { param, code: "unknown_parameter" });
  }
  const param = nameOf(issue.path);
  const [first] = issue.path;
  if (first !== undefined && !(first in body)) {
    return new ApiError(400, `Missing required parameter: '${param}'.`, { param, code: "missing_required_parameter" });
  }
  return new ApiError(400, `Invalid value for '${param}': ${issue.message}.`, { param, code: "invalid_value" });
}

/** `["messages", 0, "role"]` as `messages[0].role`. */
function nameOf(path: readonly PropertyKey[]) {
  let name = "";
  for (const step of path) name += typeof step === "number" ? `[${step}]` : `${name && "."}${String(step)}`;
  return name;
}

/** OpenAI refuses JSON mode to a conversation that never asks for JSON: the model would write blanks for ever. */
function requireWordJson({ response_format: format, messages }: ChatRequest) {
  if (format?.type !== "json_object") return;
  if (messages.some((message) => /json/iu.test(textOf(message)))) return;
  throw new ApiError(400, "'messages' must contain the word 'json' to use a response_format of type 'json_object'.", {
    param: "messages",
  });
}

/** The words of a message; parts that are not text have none. */
export function textOf({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => part.text ?? part.refusal ?? "").join("\n");
}
