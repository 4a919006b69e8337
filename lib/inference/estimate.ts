import "server-only";
import { picturesIn, type Turn, wordsOf } from "@/lib/adapters/llm/turn";
import type { Tokenizer } from "@/lib/usage/models-file";
import type { TokenUse } from "@/lib/usage/schema";
import { countTokens } from "@/lib/usage/tokenizer";
import { MESSAGE_OVERHEAD_TOKENS } from "@/lib/usage/tokens";

/** A picture of middling size; providers count tiles of it, each in his own way. */
const PICTURE_TOKENS = 765;

type Said = { turns: readonly Pick<Turn, "content">[]; text: string; tokenizer: Tokenizer };

/** For answers whose provider told no figures: the tokens counted from the text, as the model counts where that is known. */
export function estimate({ turns, text, tokenizer }: Said): TokenUse {
  const count = (words: string) => countTokens(words, tokenizer);
  const inputTokens = turns.reduce((sum, { content }) => sum + count(wordsOf(content)) + aroundWords(content), 0);
  return { inputTokens, cachedInputTokens: 0, outputTokens: count(text), reasoningTokens: 0, estimated: true };
}

function aroundWords(content: Turn["content"]): number {
  return picturesIn(content) * PICTURE_TOKENS + MESSAGE_OVERHEAD_TOKENS;
}
