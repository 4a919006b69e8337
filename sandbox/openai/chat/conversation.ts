import type { Conversation } from "../answers/conversation";
import { countTokens } from "../tokens";
import { type Parts, partsOf } from "./parts";
import { type ChatMessage, type ChatRequest, textOf } from "./request";
import { withoutSentinels } from "./wishes";

const TOKENS_A_REPLY = 3;
const TOKENS_A_MESSAGE = 4;

/** What the request's messages come to, for whoever composes the answer. Throws a 400 for a picture that is none. */
export function conversationOf(request: ChatRequest): Conversation & { promptTokens: number } {
  const read = request.messages.map((message, index) => ({ message, parts: partsOf(message, index) }));
  const said = read.filter(({ message: { role } }) => role === "user" || role === "assistant");
  const last = said.findLastIndex(({ message: { role } }) => role === "user");
  const question = said[last];
  const asked = question ? textOf(question.message) : "";
  return {
    asked,
    text: withoutSentinels(asked),
    system: request.messages.filter(isInstruction).map(textOf).join("\n"),
    earlier: said.slice(0, Math.max(0, last)).map(({ message }) => ({
      role: message.role === "user" ? "user" : "assistant",
      text: withoutSentinels(textOf(message)),
    })),
    pictures: question?.parts.pictures ?? [],
    files: question?.parts.files ?? [],
    format: request.response_format,
    promptTokens: read.reduce((sum, { message, parts }) => sum + tokensOf(message, parts), TOKENS_A_REPLY),
  };
}

/** Every message is counted as the answer is counted, with what frames it and what a tool was called with. */
function tokensOf(message: ChatMessage, { tokens }: Parts): number {
  const calls = (message.tool_calls ?? []).map(({ function: tool }) => `${tool?.name ?? ""}${tool?.arguments ?? ""}`);
  return TOKENS_A_MESSAGE + countTokens(textOf(message)) + countTokens(calls.join(" ")) + tokens;
}

function isInstruction({ role }: ChatMessage) {
  return role === "system" || role === "developer";
}
