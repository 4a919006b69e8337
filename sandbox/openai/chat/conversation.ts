import type { Conversation } from "../answers/conversation";
import { countTokens } from "../tokens";
import { type ChatMessage, type ChatRequest, textOf } from "./request";
import { withoutSentinels } from "./wishes";

const TOKENS_A_MESSAGE = 4;
const TOKENS_AN_IMAGE = 85;

/** What the request's messages come to, for whoever composes the answer. */
export function conversationOf(request: ChatRequest): Conversation {
  const said = request.messages.filter(({ role }) => role === "user" || role === "assistant");
  const last = said.findLastIndex(({ role }) => role === "user");
  const question = said[last];
  const asked = question ? textOf(question) : "";
  return {
    asked,
    text: withoutSentinels(asked),
    system: request.messages.filter(isInstruction).map(textOf).join("\n"),
    earlier: said.slice(0, Math.max(0, last)).map((message) => ({
      role: message.role === "user" ? "user" : "assistant",
      text: withoutSentinels(textOf(message)),
    })),
    images: question ? imagesIn(question) : 0,
    format: request.response_format,
  };
}

/** Counts every message as the answer is counted, and what frames it. */
export function promptTokensOf(messages: readonly ChatMessage[]): number {
  let tokens = 3;
  for (const message of messages) {
    tokens += TOKENS_A_MESSAGE + countTokens(textOf(message)) + imagesIn(message) * TOKENS_AN_IMAGE;
  }
  return tokens;
}

function isInstruction({ role }: ChatMessage) {
  return role === "system" || role === "developer";
}

function imagesIn({ content }: ChatMessage) {
  return Array.isArray(content) ? content.filter(({ type }) => type === "image_url").length : 0;
}
