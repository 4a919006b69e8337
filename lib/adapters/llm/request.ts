import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import { type Part, type Turn, wordsOf } from "@/lib/adapters/llm/turn";

export type CompletionRequest = {
  model: string;
  turns: readonly Turn[];
  maxOutputTokens: number;
  /** 0 to 2; left to the provider when absent, because not every model takes one. */
  temperature?: number;
};

/** What every call sends, streamed or not. */
export function parametersOf({ model, turns, maxOutputTokens, temperature }: CompletionRequest) {
  return {
    model,
    messages: turns.map(messageOf),
    max_completion_tokens: maxOutputTokens,
    ...(temperature === undefined ? {} : { temperature }),
  } satisfies ChatCompletionCreateParamsNonStreaming;
}

/** Only a person's message may hold pictures: of any other only the words are said. */
function messageOf({ role, content }: Turn): ChatCompletionMessageParam {
  if (typeof content === "string") return { role, content };
  return role === "user" ? { role, content: content.map(partOf) } : { role, content: wordsOf(content) };
}

function partOf(part: Part): ChatCompletionContentPart {
  if (part.kind === "text") return { type: "text", text: part.text };
  return { type: "image_url", image_url: { url: part.dataUrl, detail: "auto" } };
}
