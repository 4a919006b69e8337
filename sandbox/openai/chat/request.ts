import { z } from "zod";
import { ApiError } from "../errors";
import { parseAs } from "./parse";

const ImageUrl = z.looseObject({ url: z.string().min(1), detail: z.enum(["auto", "low", "high"]).optional() });
const File = z.looseObject({
  filename: z.string().optional(),
  file_data: z.string().optional(),
  file_id: z.string().optional(),
});
const Part = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("text"), text: z.string() }),
  z.looseObject({ type: z.literal("image_url"), image_url: ImageUrl }),
  z.looseObject({ type: z.literal("file"), file: File }),
  z.looseObject({ type: z.literal("input_audio"), input_audio: z.looseObject({}) }),
  z.looseObject({ type: z.literal("refusal"), refusal: z.string() }),
]);
const Call = z.looseObject({
  id: z.string().min(1),
  function: z.looseObject({ name: z.string().min(1), arguments: z.string() }).optional(),
});
const Message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: z.union([z.string(), z.array(Part)]).nullish(),
  tool_calls: z.array(Call).optional(),
  tool_call_id: z.string().optional(),
});
const Tool = z.looseObject({
  type: z.enum(["function", "custom"]),
  function: z
    .looseObject({
      name: z.string().regex(/^[\w-]{1,64}$/u),
      description: z.string().optional(),
      parameters: z.looseObject({}).optional(),
    })
    .optional(),
});
const ToolChoice = z.union([
  z.enum(["none", "auto", "required"]),
  z.looseObject({ type: z.string(), function: z.looseObject({ name: z.string() }).optional() }),
]);
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
  tool_choice: ToolChoice.optional(),
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
  requireCallsBeforeAnswers(request);
  requireChosenTool(request);
  return request;
}

/** OpenAI refuses JSON mode to a conversation that never asks for JSON: the model would write blanks for ever. */
function requireWordJson({ response_format: format, messages }: ChatRequest) {
  if (format?.type !== "json_object") return;
  if (messages.some((message) => /json/iu.test(textOf(message)))) return;
  throw new ApiError(400, "'messages' must contain the word 'json' to use a response_format of type 'json_object'.", {
    param: "messages",
  });
}

/** A tool's answer is an answer to a call that was made. */
function requireCallsBeforeAnswers({ messages }: ChatRequest) {
  const called = new Set<string>();
  for (const [index, { role, tool_calls: calls = [], tool_call_id: answered }] of messages.entries()) {
    for (const { id } of calls) called.add(id);
    if (role !== "tool" || (answered !== undefined && called.has(answered))) continue;
    throw new ApiError(400, "A message of role 'tool' must answer a call in an earlier message's 'tool_calls'.", {
      param: `messages[${index}].role`,
    });
  }
}

function requireChosenTool({ tools = [], tool_choice: choice = "auto" }: ChatRequest) {
  if (choice === "none" || choice === "auto") return;
  const wanted = choice === "required" ? undefined : choice.function?.name;
  if (tools.some(({ function: tool }) => wanted === undefined || tool?.name === wanted)) return;
  throw new ApiError(400, "'tool_choice' asks for a tool that is not among 'tools'.", { param: "tool_choice" });
}

/** The words of a message; parts that are not text have none. */
export function textOf({ content }: ChatMessage): string {
  if (typeof content === "string") return content;
  return (content ?? []).flatMap(wordsIn).join("\n");
}

function wordsIn(part: z.infer<typeof Part>): string[] {
  if (part.type === "text") return [part.text];
  return part.type === "refusal" ? [part.refusal] : [];
}
