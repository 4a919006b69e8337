import type { Conversation } from "./conversation";
import { capitalised, keywords, pick, topicOf } from "./words";

const OPENINGS = [
  "Short answer first, then what it rests on.",
  "There are two honest answers: the quick one, and the one that depends on your case. Here are both.",
  "This is easier to settle when it is split in parts, so let me do that.",
] as const;

/** Words that a prompt begins with and is not about. */
const VERBS = new Set(
  "choose pick find get learn start begin stop improve fix use build create set change handle become help go keep".split(
    " ",
  ),
);

/** A considered answer to anything the other skills leave: the question taken apart along its own words. */
export function fallback({ text }: Conversation): string {
  const topic = topicOf(text);
  const words = keywords(topic, 4).filter((word) => !VERBS.has(word));
  const [first = topic, second = "the people it is for", third = "time"] = words;
  if (keywords(text, 1).length === 0) {
    return "I can not make out a question in that. Tell me what you are trying to do, and what you have already tried.";
  }
  return `## ${capitalised(topic)}

${pick(OPENINGS, text)}

**In one sentence:** decide what ${first} has to achieve, let that rule ${second}, and keep ${third} as the thing you give up last.

### What it depends on

1. **The aim.** Name the result that would make ${first} a success, as something you could check on a Tuesday.
2. **The limits.** ${capitalised(second)} is rarely free: note what it costs, who carries it, and what happens if it fails.
3. **The first step.** Take the smallest version that teaches you something about ${third}, and do that this week.

### A way to decide

| If this is true | Then |
|---|---|
| ${capitalised(first)} is easy to undo | try it now and learn from it |
| ${capitalised(first)} is hard to undo | write down the reasons, sleep on it, ask one person who disagrees |
| You can not tell yet | find the one fact about ${second} that would settle it |

If you tell me more about your situation, and above all what you have tried, I can be more exact.`;
}
