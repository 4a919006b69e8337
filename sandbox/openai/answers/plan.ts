import type { Conversation } from "./conversation";
import { capitalised, keywords, topicOf } from "./words";

const PLAN = /\b(?:plan|roadmap|checklist|to-?do list|schedule|steps to|itinerary|step by step)\b/iu;
const LIST = /\b(?:list|give me|suggest|name|ideas?|tips|ways to|examples? of|reasons)\b/iu;
const NUMBER = /\b(\d{1,2})\b/u;
const MOST = 20;

const ANGLES = [
  "Begin with the smallest version of TOPIC that somebody can use.",
  "Ask three people who deal with TOPIC every day what annoys them.",
  "Write down what a good result looks like before you start.",
  "Look at how it was done last time, and keep one thing of it.",
  "Set a date for the first honest look at TOPIC, and invite a critic.",
  "Take away one step instead of adding one.",
  "Measure TOPIC once a week, with the same simple figure.",
  "Decide beforehand what would make you stop.",
  "Do the dull part of TOPIC first, while you are fresh.",
  "Put the risky part early, where a failure is still cheap.",
] as const;

/** A list of the length that was asked for, or a plan with phases and dates to fill. */
export function plan({ text }: Conversation): string | undefined {
  if (PLAN.test(text)) return planFor(text);
  return LIST.test(text) ? listFor(text) : undefined;
}

function listFor(text: string): string {
  const topic = subjectOf(text);
  const count = Math.max(1, Math.min(MOST, Number(NUMBER.exec(text)?.[1] ?? 7)));
  const items = Array.from({ length: count }, (_, index) => {
    const angle = (ANGLES[index % ANGLES.length] ?? ANGLES[0]).replaceAll("TOPIC", topic);
    return `${index + 1}. ${index < ANGLES.length ? angle : `A second time, with what you know by then: ${angle}`}`;
  });
  return `Here ${count === 1 ? "is one" : `are ${count}`} for **${topic}**, the most useful first:\n\n${items.join("\n")}`;
}

function planFor(text: string): string {
  const topic = subjectOf(text);
  const [first, second] = [topic, keywords(topic, 2)[1] ?? "the details"];
  return `## A plan for ${topic}

### 1. Before you start (a day)
- [ ] Write in one sentence what ${topic} is for, and for whom.
- [ ] Note what you have: time, money, people.
- [ ] Name the one thing that must not go wrong with ${first}.

### 2. First version (a week)
- [ ] Do the smallest part of ${first} from beginning to end.
- [ ] Show it to somebody who will be honest.
- [ ] Strike whatever nobody missed.

### 3. Make it good (two weeks)
- [ ] Deal with what went wrong, the most frequent first.
- [ ] Give ${second} the time you saved.
- [ ] Write down how it is done, so that someone else can.

### 4. Finish
- [ ] Check against the sentence from step 1.
- [ ] Decide: keep, change or stop.

| Risk | Sign | What to do |
|---|---|---|
| ${capitalised(first)} takes longer | the first week ends without a result | halve the scope, keep the date |
| Nobody uses it | no questions come | ask three people, and listen |`;
}

function subjectOf(text: string): string {
  const after = /\b(?:plan|roadmap|schedule|itinerary|for|to|of|about|on)\s+(?:for\s+)?(.+)/iu.exec(text)?.[1];
  return topicOf(after ?? text.replace(/^.*?\b(?:list|plan|ideas?|tips)\b/iu, ""));
}
