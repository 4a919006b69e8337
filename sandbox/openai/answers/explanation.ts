import type { Conversation } from "./conversation";
import { knownTopic } from "./known-topics";
import { capitalised, keywords, topicOf } from "./words";

const ASKED =
  /^(?:please\s+|can you\s+|could you\s+)*(?:explain|describe|what (?:is|are|does|was)|how (?:do|does|is|are)\b(?! (?:i|we|you|one)\b)|why (?:do|does|is|are)\b|tell me about|teach me|define)\b/iu;

/** An explanation: what it is, how it works, an example, and what is often got wrong. */
export function explanation({ text }: Conversation): string | undefined {
  const topic = topicOf(text);
  const known = knownTopic(text);
  if (known && (ASKED.test(text) || text.split(/\s+/u).length <= 6)) {
    const { name, what, how, example, mistake } = known;
    return explained(name, { what, how, example, mistake });
  }
  if (!ASKED.test(text)) return undefined;
  const [first = topic, second = "what surrounds it"] = keywords(topic, 2);
  return explained(capitalised(topic), {
    what: `Think of **${topic}** as an answer to a problem: something was too slow, too dear or too hard to get right without it. Name that problem, and half of it is understood.`,
    how: [
      `Something goes in. Ask what ${first} starts from, and who supplies it.`,
      `Something is changed. This is the heart of ${first}: one rule, applied many times.`,
      `Something comes out, and ${second} shows whether it was right.`,
    ],
    example: `Take the smallest case of ${first} you can do by hand. Do it once, change a single thing, and compare. What changed with it belongs to ${first}; what did not, does not.`,
    mistake: `People learn the words around ${topic} before they have seen one instance of it. Turn it round: one instance first, then the words.`,
  });
}

type Parts = { what: string; how: readonly string[]; example: string; mistake: string };

function explained(name: string, { what, how, example, mistake }: Parts): string {
  return `## ${capitalised(name)}

${what}

### How it works

${how.map((step, index) => `${index + 1}. ${step}`).join("\n")}

### An example

${example}

> **Often got wrong:** ${mistake}`;
}
