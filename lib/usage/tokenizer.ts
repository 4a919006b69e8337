import "server-only";
import { embeddingModels, modelsOnOffer } from "@/lib/usage/catalogue";
import type { Tokenizer } from "@/lib/usage/models-file";
import { estimateTokens } from "@/lib/usage/tokens";

type Count = (text: string) => number;

/** Two megabytes each, and more in memory: only what the list of models names is loaded. */
const LOADERS: Record<Exclude<Tokenizer, "about">, () => Promise<{ countTokens: typeof CountTokens }>> = {
  o200k_base: () => import("gpt-tokenizer/encoding/o200k_base"),
  cl100k_base: () => import("gpt-tokenizer/encoding/cl100k_base"),
};
declare function CountTokens(text: string, options: { disallowedSpecial: Set<string> }): number;

// Entry points are bundled apart: what was loaded at start-up is for all of them.
const kept = globalThis as { parleyTokenizers?: Map<Tokenizer, Count> };
const counts = (kept.parleyTokenizers ??= new Map<Tokenizer, Count>([["about", estimateTokens]]));

/** Loads the tokenizers that models on offer name, at start-up; those that are there already are left. */
export async function loadTokenizers(names: readonly Tokenizer[] = namedByModels()): Promise<void> {
  for (const name of new Set(names)) {
    if (name === "about" || counts.has(name)) continue;
    const { countTokens: count } = await LOADERS[name]();
    // Marks like <|endoftext|> are words like others in what people write.
    counts.set(name, (text) => count(text, { disallowedSpecial: new Set() }));
  }
}

/** The tokens of a text, as the model counts them where its tokenizer is known and loaded; else about. */
export function countTokens(text: string, tokenizer: Tokenizer): number {
  return (counts.get(tokenizer) ?? estimateTokens)(text);
}

/** How the model of that id counts, if it is still on offer. */
export function tokenizerOf(modelId: string): Tokenizer {
  return [...modelsOnOffer(), ...embeddingModels()].find(({ id }) => id === modelId)?.tokenizer ?? "about";
}

function namedByModels(): Tokenizer[] {
  return [...modelsOnOffer(), ...embeddingModels()].map(({ tokenizer }) => tokenizer);
}
