import type { ToolCall } from "./reply";

export type FinishReason = "stop" | "length" | "content_filter" | "tool_calls";
export type Usage = ReturnType<typeof usageOf>;
type Answer = { id: string; model: string; created: number };

export function usageOf(promptTokens: number, completionTokens: number) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/**
 * The frames of one stream. What is the same in each is put together once, so
 * that a token costs one string and no more.
 */
export function createFrames({ id, model, created }: Answer, includeUsage: boolean) {
  const head = JSON.stringify({
    id,
    object: "chat.completion.chunk",
    created,
    model,
    system_fingerprint: "fp_sandbox",
  });
  const common = `data: ${head.slice(0, -1)},"choices":`;
  const usageNull = includeUsage ? ',"usage":null' : "";
  const choice = (delta: string, finish: string) =>
    `${common}[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${finish}}]${usageNull}}\n\n`;

  return {
    opening: choice('{"role":"assistant","content":"","refusal":null}', "null"),
    /** Announces a call; its arguments follow piece by piece. */
    call: ({ id, name }: ToolCall) =>
      choice(
        JSON.stringify({ tool_calls: [{ index: 0, id, type: "function", function: { name, arguments: "" } }] }),
        "null",
      ),
    argument: (text: string) =>
      choice(`{"tool_calls":[{"index":0,"function":{"arguments":${JSON.stringify(text)}}}]}`, "null"),
    delta: (text: string) => choice(`{"content":${JSON.stringify(text)}}`, "null"),
    finish: (reason: FinishReason) => choice("{}", JSON.stringify(reason)),
    usage: (usage: Usage) => (includeUsage ? `${common}[],"usage":${JSON.stringify(usage)}}\n\n` : ""),
    error: (body: unknown) => `data: ${JSON.stringify(body)}\n\n`,
    errorEvent: (body: unknown) => `event: error\ndata: ${JSON.stringify(body)}\n\n`,
    malformed: `${common}[{"index":0,"delta":{"content":"\n\n`,
    heartbeat: ": still here\n\n",
    done: "data: [DONE]\n\n",
  };
}
export type Frames = ReturnType<typeof createFrames>;

type Said = { text: string; call?: ToolCall | undefined; finish: FinishReason; usage: Usage };

/** The whole answer of a request that did not ask for a stream. */
export function wholeCompletion({ id, model, created }: Answer, { text, call, finish, usage }: Said) {
  const message = call
    ? {
        content: null,
        tool_calls: [{ id: call.id, type: "function", function: { name: call.name, arguments: text } }],
      }
    : { content: text };
  return {
    id,
    object: "chat.completion",
    created,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", ...message, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    usage,
    service_tier: "default",
    system_fingerprint: "fp_sandbox",
  };
}
