import type { Conversation } from "./conversation";
import { capitalised, keywords, topicOf } from "./words";

const MAX_WORDS = 5;

/** A title for a conversation, when the instructions (or the person) ask for nothing else. */
export function title({ system, text, earlier }: Conversation): string | undefined {
  const fromSystem = /\btitle\b/iu.test(system) && /\b(?:conversation|chat|message|thread|words)\b/iu.test(system);
  const fromPerson =
    /^(?:generate|write|give|create|suggest)\b.{0,40}\btitle\b.{0,40}\b(?:conversation|chat|thread)\b/iu;
  if (!fromSystem && !fromPerson.test(text)) return undefined;
  const quoted = text
    .split(/\n\s*\n|:\s*\n|:\s+/u)
    .slice(1)
    .join(" ")
    .trim();
  const subject =
    earlier.find(({ role }) => role === "user")?.text ?? (fromPerson.test(text) && quoted ? quoted : text);
  return titleFor(subject);
}

function titleFor(subject: string): string {
  const bare = subject.replace(/^(?:user|person|human)\s*:\s*/iu, "");
  const topic = topicOf(bare).replaceAll(/[*_`#]/gu, "");
  const words = topic.split(" ");
  if (words.length <= MAX_WORDS) return capitalised(topic);
  return capitalised(keywords(topic, MAX_WORDS).join(" ")) || capitalised(words.slice(0, MAX_WORDS).join(" "));
}
