export type FinishReason = "stop" | "length" | "content_filter";
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
    delta: (text: string) => choice(`{"content":${JSON.stringify(text)}}`, "null"),
    finish: (reason: FinishReason) => choice("{}", JSON.stringify(reason)),
    usage: (usage: Usage) => (includeUsage ? `${common}[],"usage":${JSON.stringify(usage)}}\n\n` : ""),
    error: (body: unknown) => `data: ${JSON.stringify(body)}\n\n`,
    done: "data: [DONE]\n\n",
  };
}
export type Frames = ReturnType<typeof createFrames>;

/** The whole answer of a request that did not ask for a stream. */
export function wholeCompletion({ id, model, created }: Answer, text: string, finish: FinishReason, usage: Usage) {
  return {
    id,
    object: "chat.completion",
    created,
    model,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    usage,
    service_tier: "default",
    system_fingerprint: "fp_sandbox",
  };
}
