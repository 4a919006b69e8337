import "server-only";
import type { ChatCompletionRequest, EmbeddingRequest, ProgramMessage } from "@/lib/gateway/schema";
import type { Turn } from "@/lib/inference/facts";
import { boundTokens } from "@/lib/usage/tokens";

/**
 * What a picture takes at most by OpenAI's rules (1,536 patches, times 2.46): how large one behind a link is, nobody
 * knows before it is fetched, and Parley fetches none.
 */
const PICTURE_BOUND_TOKENS = 3_779;

type Words = Turn & { content: string };

/** The words that are said to the model, for estimates and for operators who keep them. Pictures have none. */
export function turnsOf({ messages, tools, response_format: format }: ChatCompletionRequest): Words[] {
  const told = [...(tools ?? []), ...(format?.type === "json_schema" ? [format] : [])];
  const terms: Words[] = told.length === 0 ? [] : [{ role: "system", content: JSON.stringify(told) }];
  return [...terms, ...messages.map((message): Words => ({ role: ROLES[message.role], content: wordsOf(message) }))];
}

const ROLES = { system: "system", developer: "system", user: "user", tool: "user", assistant: "assistant" } as const;

/** The words of an embedding's inputs; token numbers stand for themselves. */
export function inputsOf({ input }: EmbeddingRequest): string[] {
  if (typeof input === "string") return [input];
  if (input.every((one) => typeof one === "number")) return [input.join(" ")];
  return input.map((one) => (typeof one === "string" ? one : one.join(" ")));
}

/** The room a prompt takes, at most. */
export function promptBoundTokens(request: ChatCompletionRequest): number {
  const words = turnsOf(request).reduce((sum, { content }) => sum + boundTokens(content), 0);
  return words + picturesIn(request) * PICTURE_BOUND_TOKENS;
}

/** The same of an embedding. A list of token numbers takes as many as it holds. */
export function inputBoundTokens({ input }: EmbeddingRequest): number {
  if (typeof input === "string") return boundTokens(input);
  if (input.every((one) => typeof one === "number")) return input.length;
  return input.reduce<number>((sum, one) => sum + (typeof one === "string" ? boundTokens(one) : one.length), 0);
}

export function picturesIn({ messages }: ChatCompletionRequest): number {
  return messages.flatMap(partsOf).filter(({ type }) => type === "image_url").length;
}

function wordsOf(message: ProgramMessage): string {
  const spoken = partsOf(message).flatMap((part) => (part.type === "text" ? [part.text] : []));
  const calls = message.role === "assistant" ? (message.tool_calls ?? []) : [];
  const called = calls.map(({ function: { name, arguments: given } }) => `${name} ${given}`);
  return [...spoken, ...called].join("\n");
}

type Part = Exclude<NonNullable<ProgramMessage["content"]>, string>[number];

function partsOf({ content }: ProgramMessage): Part[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return content ?? [];
}
