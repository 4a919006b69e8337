/**
 * What a model said in a body or an event of it, in whatever form: words, a refusal, calls of tools. Only its length
 * matters, where a bill has to be estimated.
 */
export function spokenIn(event: unknown): string {
  return voiceOf(field(firstOf(field(event, "choices")), "delta"));
}

/** The same of an answer that came whole. */
export function wordsOfAnswer(body: unknown): string {
  return voiceOf(field(firstOf(field(body, "choices")), "message"));
}

function voiceOf(message: unknown): string {
  const calls = field(message, "tool_calls");
  const called = Array.isArray(calls) ? calls.map(callOf).join("") : "";
  return wordsIn(message, "content") + wordsIn(message, "refusal") + called;
}

function callOf(call: unknown): string {
  const tool = field(call, "function");
  return wordsIn(tool, "name") + wordsIn(tool, "arguments");
}

function wordsIn(value: unknown, name: string): string {
  const words = field(value, name);
  return typeof words === "string" ? words : "";
}

export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

export function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}
