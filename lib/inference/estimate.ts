import "server-only";
import { picturesIn, type Turn, wordsOf } from "@/lib/adapters/llm/turn";
import type { TokenUse } from "@/lib/usage/schema";
import { estimateTokens, MESSAGE_OVERHEAD_TOKENS } from "@/lib/usage/tokens";

/** A picture of middling size; providers count tiles of it, each in his own way. */
const PICTURE_TOKENS = 765;

/** For answers whose provider told no figures: the tokens counted from the text. */
export function estimate(turns: readonly Pick<Turn, "content">[], text: string): TokenUse {
  const inputTokens = turns.reduce((sum, { content }) => sum + turnTokens(content), 0);
  return { inputTokens, cachedInputTokens: 0, outputTokens: estimateTokens(text), reasoningTokens: 0, estimated: true };
}

function turnTokens(content: Turn["content"]): number {
  return estimateTokens(wordsOf(content)) + picturesIn(content) * PICTURE_TOKENS + MESSAGE_OVERHEAD_TOKENS;
}
