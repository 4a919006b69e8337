import type { Conversation } from "./conversation";
import { keywords } from "./words";

const ASKED = /\b(?:summari[sz]e|summary|tl;?dr|key points|sum up|condense)\b/iu;
const ENOUGH_WORDS = 25;
const MOST_SENTENCES = 3;

/** The sentences of a given text that say the most of what it says, in their own order. */
export function summary({ text }: Conversation): string | undefined {
  if (!ASKED.test(text)) return undefined;
  const given = text.replace(/^[^\n:]{0,160}(?::\s*|\n+)/u, "");
  const sentences = given.match(/[^.!?。！？\n]+[.!?。！？]*/gu)?.map((sentence) => sentence.trim()) ?? [];
  const whole = sentences.filter((sentence) => sentence.split(/\s+/u).length > 3);
  const count = given.split(/\s+/u).length;
  if (count < ENOUGH_WORDS || whole.length < 2) return undefined;
  const best = bestOf(whole);
  return `**Summary.** ${best.join(" ")}

**What it turns on:** ${commonWords(given).slice(0, 5).join(", ")}.

*From ${count} words to ${best.join(" ").split(/\s+/u).length}. The sentences are the text's own; nothing was added.*`;
}

function bestOf(sentences: readonly string[]): string[] {
  const common = commonWords(sentences.join(" ")).slice(0, 12);
  const worth = (sentence: string, index: number) => {
    const said = keywords(sentence, 40);
    const hits = said.filter((word) => common.includes(word)).length;
    return hits / Math.sqrt(said.length + 1) + (index === 0 ? 0.5 : 0);
  };
  return sentences
    .map((sentence, index) => ({ sentence, index, worth: worth(sentence, index) }))
    .toSorted((one, other) => other.worth - one.worth)
    .slice(0, Math.min(MOST_SENTENCES, Math.ceil(sentences.length / 2)))
    .toSorted((one, other) => one.index - other.index)
    .map(({ sentence }) => sentence);
}

/** The content words, the most used first. */
function commonWords(text: string): string[] {
  const counts = new Map<string, number>();
  for (const sentence of text.split(/[.!?\n]/u)) {
    for (const word of keywords(sentence, 60)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].toSorted((one, other) => other[1] - one[1]).map(([word]) => word);
}
