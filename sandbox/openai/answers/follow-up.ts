import type { Conversation, Turn } from "./conversation";
import { answerIn, namedLanguage } from "./languages";
import { capitalised, topicOf } from "./words";

type Before = { question: string; answer: string; turns: readonly Turn[] };
type Move = { asked: RegExp; answer: (before: Before, text: string) => string | undefined };

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"];
const MOST_WORDS = 14;

const MOVES: readonly Move[] = [
  {
    asked:
      /\bwhat (?:did|have) i (?:just )?(?:ask(?:ed)?|sa(?:y|id)|writ)|\bmy (?:last|previous|first) (?:question|message)/iu,
    answer: recall,
  },
  {
    asked: /\b(?:shorter|briefer|more concise|too long|in (?:one|a) sentence|tl;?dr|condense|shorten)\b/iu,
    answer: shorten,
  },
  { asked: /\b(?:in|into|to|auf|en)\s+\p{L}+[\s.!?]*$|\btranslate\b/iu, answer: translate },
  {
    asked:
      /\b(?:first|second|third|fourth|fifth|sixth|seventh|last|\d)(?:st|nd|rd|th)?\s+(?:point|item|step|one|part|line|row|idea|tip)\b|\b(?:point|item|step|number) \d\b/iu,
    answer: point,
  },
  {
    asked: /\b(?:longer|more detail|elaborate|go on|continue|tell me more|expand|more about (?:that|this|it))\b/iu,
    answer: widen,
  },
  { asked: /\b(?:an? |another |for )example\b|\bexamples\b/iu, answer: exemplify },
  { asked: /^(?:why|how so|really|are you sure)\b/iu, answer: justify },
  { asked: /\b(?:simpler|simply|simple (?:terms|words)|like i'?m (?:five|5)|eli5)\b/iu, answer: simplify },
];

/** What a short message after an answer asks of that answer. */
export function followUp({ earlier, text }: Conversation): string | undefined {
  if (text.split(/\s+/u).length > MOST_WORDS) return undefined;
  const answer = earlier.findLast(({ role }) => role === "assistant")?.text ?? "";
  const question = earlier.findLast(({ role }) => role === "user")?.text ?? "";
  if (question === "") return undefined;
  const move = MOVES.find(({ asked }) => asked.test(text));
  return move?.answer({ question, answer, turns: earlier }, text);
}

function recall({ question, turns }: Before, text: string) {
  const asked = turns.filter(({ role }) => role === "user");
  const wanted = /\bfirst\b/iu.test(text) ? (asked[0]?.text ?? question) : question;
  const quoted = wanted.length > 300 ? `${wanted.slice(0, 300)}…` : wanted;
  const count = asked.length === 1 ? "your only question so far" : `one of ${asked.length} so far`;
  return `You asked:\n\n> ${quoted.replaceAll("\n", "\n> ")}\n\nThat was ${count}; it is about **${topicOf(wanted)}**.`;
}

function shorten({ answer, question }: Before) {
  const sentences = proseOf(answer).match(/[^.!?\n]+[.!?]/gu) ?? [];
  const kept = sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence.split(" ").length > 3);
  const said = kept.slice(0, 2).join(" ") || `${capitalised(topicOf(question))}: begin small, check, then go on.`;
  return `Shorter: ${said}`;
}

function translate({ question }: Before, text: string) {
  const language = namedLanguage(text);
  return language ? answerIn(language, topicOf(question)) : undefined;
}

function point({ answer, question }: Before, text: string) {
  const points = pointsIn(answer);
  const wanted = /\blast\b/iu.test(text) ? points.length : numberIn(text);
  const found = points[wanted - 1];
  if (points.length === 0)
    return `My answer about ${topicOf(question)} had no numbered points. Which sentence do you mean?`;
  if (found === undefined)
    return `There ${points.length === 1 ? "was one point" : `were ${points.length} points`} in it, and no number ${wanted}. Which one do you mean?`;
  return `Point ${wanted} was:

> ${found}

**What it means.** On the way to ${topicOf(question)}, this is the part that is easiest to skip, since nothing breaks at once without it. It shows later, and then it is dearer to put right.

**How to do it.** Take half an hour, do it for one case only, and look at what surprised you. If nothing did, you may move on with a good conscience.`;
}

function widen({ answer, question }: Before) {
  const topic = topicOf(question);
  const points = pointsIn(answer).slice(0, 3);
  const about = points.length > 0 ? points : [`the aim of ${topic}`, `its limits`, `the first step`];
  const parts = about.map(
    (item, index) => `### ${index + 1}. ${firstWords(item)}

Take it by itself first. What would happen to ${topic} if this were left out? Whoever can answer that in a sentence has understood it; whoever can not should try it once without.`,
  );
  return `Gladly: **${topic}** once more, part by part.\n\n${parts.join("\n\n")}\n\nShall I go on with an example?`;
}

function exemplify({ question }: Before) {
  const topic = topicOf(question);
  return `An example for **${topic}**:

Ada has a free Saturday and wants to get on with it. By ten she has written down in one sentence what she wants. By noon she has tried the smallest version, and it fails in a place she had not thought of. By four that one place is mended. In the evening she shows it to a friend, who asks about something quite different.

The lesson is in the order: the sentence, the trial, the repair, and only then other people.`;
}

function justify({ answer, question }: Before) {
  const [first = `a small start teaches the most about ${topicOf(question)}`] = pointsIn(answer);
  return `Because of this: ${first}

I am as sure of that as one can be without knowing your case. What would change my mind is a case of ${topicOf(question)} where the opposite went well; if you have one, tell me.`;
}

function simplify({ question }: Before) {
  const topic = topicOf(question);
  return `In plain words: **${topic}** is like cooking from a recipe you have not tried. You need to know what it should taste like, you make a small portion first, and you change one thing at a time. The rest is practice.`;
}

function pointsIn(answer: string): string[] {
  return [...answer.matchAll(/^[ \t]*(?:\d+[.)]|[-*])[ \t]+(?:\[[ x]\][ \t]+)?(.+)$/gmu)].map(
    (match) => match[1] ?? "",
  );
}

function numberIn(text: string) {
  const word = ORDINALS.findIndex((ordinal) => new RegExp(`\\b${ordinal}\\b`, "iu").test(text));
  return word >= 0 ? word + 1 : Number(/\d/u.exec(text)?.[0] ?? 1);
}

/** The sentences of an answer, without headings, tables, code and lists. */
function proseOf(answer: string) {
  return answer
    .replaceAll(/```[\s\S]*?```/gu, "")
    .replaceAll(/^(?:#|\||---).*$/gmu, "")
    .replaceAll(/^[ \t]*(?:\d+[.)]|[-*>])[ \t]+/gmu, "")
    .replaceAll("**", "");
}

function firstWords(text: string) {
  const bold = /\*\*(.+?)\*\*/u.exec(text)?.[1];
  return (bold ?? text.split(" ").slice(0, 6).join(" ")).replace(/[.:,;]+$/u, "");
}
