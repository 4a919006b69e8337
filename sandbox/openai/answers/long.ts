import type { Conversation } from "./conversation";
import { capitalised, hash, keywords, topicOf } from "./words";

const ASKED =
  /\bvery long\b|\b(?:long|detailed|in-depth) (?:essay|article|answer|report|text|story|guide)\b|\b(\d{3,6}) words\b/iu;
const LONG_CHARACTERS = 16_000;
const VERY_LONG_CHARACTERS = 100_000;
const MOST_CHARACTERS = 400_000;
const CHARACTERS_A_WORD = 6;

const THEMES = [
  "Where it comes from",
  "What it is made of",
  "How it is done",
  "What it costs",
  "Who it serves",
  "Where it fails",
  "How to measure it",
  "What is next",
] as const;
const SENTENCES = [
  "Whoever looks at ONE for the first time sees OTHER before anything else, and is not wrong to.",
  "It helps to keep ONE and OTHER apart, at least for as long as one is learning.",
  "The cost of ONE rarely lies where the bill says; most of it is the attention that OTHER takes.",
  "A good test of ONE is to leave out OTHER for a week, and to write down what breaks.",
  "There is an old dispute over whether ONE came before OTHER, and it settles nothing.",
  "In practice ONE is decided by small habits: who asks, who notes it down, who looks again.",
  "If ONE goes well, nobody mentions OTHER; if it does not, everybody does.",
  "The first figure to watch is how often ONE needs a second attempt because of OTHER.",
  "Two teams may treat ONE in opposite ways and both be right, since their OTHER differs.",
  "What is written about ONE ages quickly; what was learned from OTHER hardly ages at all.",
  "One should distrust any account of ONE that has no room for OTHER.",
  "Begin with the case of ONE that you can hold in your head, and add OTHER once it is dull.",
] as const;

/** Chapters until the length is reached: 100 KB for "very long", or as many words as were asked for. */
export function long({ text }: Conversation): string | undefined {
  const asked = ASKED.exec(text);
  if (!asked) return undefined;
  const words = Number(asked[1] ?? 0);
  if (words > 0) return chapters(text, Math.min(MOST_CHARACTERS, words * CHARACTERS_A_WORD));
  return chapters(text, /very long/iu.test(asked[0]) ? VERY_LONG_CHARACTERS : LONG_CHARACTERS);
}

function chapters(text: string, length: number): string {
  const topic = topicOf(
    text.replaceAll(
      /\b(?:very long|long|detailed|in-depth|essay|article|answer|report|text|guide|\d+ words)\b/giu,
      " ",
    ),
  );
  const terms = [...keywords(topic, 5), topic, "the people involved", "time", "the first attempt", "what was promised"];
  let written = `# ${capitalised(topic)}\n\n`;
  for (let number = 1; written.length < length; number += 1) written += chapter(number, topic, terms);
  return `${written.trimEnd()}\n\n---\n\nThat is the whole of it. Which chapter should I condense, or take further?`;
}

function chapter(number: number, topic: string, terms: readonly string[]): string {
  const theme = THEMES[(number - 1) % THEMES.length] ?? THEMES[0];
  const round = Math.floor((number - 1) / THEMES.length);
  const heading = `## ${number}. ${theme}${round > 0 ? `, looked at again (${round + 1})` : ""}\n\n`;
  const paragraphs = [1, 2, 3].map((part) => paragraph(`${topic} ${number} ${part}`, terms));
  const list = terms
    .slice(0, 3)
    .map((term, index) => `- **${capitalised(term)}:** ${sentence(`${term} ${number} ${index}`, terms)}`);
  return `${heading}${paragraphs.join("\n\n")}\n\n${list.join("\n")}\n\n`;
}

function paragraph(seed: string, terms: readonly string[]): string {
  return Array.from({ length: 5 }, (_, index) => sentence(`${seed} ${index}`, terms)).join(" ");
}

function sentence(seed: string, terms: readonly string[]): string {
  const code = hash(seed);
  const first = code % terms.length;
  const second = (first + 1 + ((code >>> 8) % (terms.length - 1))) % terms.length;
  const form = SENTENCES[(code >>> 16) % SENTENCES.length] ?? SENTENCES[0];
  const [one = "", other = ""] = [terms[first], terms[second]];
  return capitalised(form.replaceAll("ONE", () => one).replaceAll("OTHER", () => other));
}
