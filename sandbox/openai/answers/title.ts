import type { Conversation } from "./conversation";
import { capitalised, keywords, topicOf } from "./words";

const LEAST_WORDS = 3;
const MOST_WORDS = 6;
/** Instructions longer than this are a character to play, in which titles may come up too. */
const SHORT_CHARACTERS = 1_000;
const FROM_PERSON =
  /^(?:generate|write|give|create|suggest)\b.{0,40}\btitle\b.{0,40}\b(?:conversation|chat|thread)\b/iu;

/** A title of three to six words, when the instructions (or the person) ask for nothing else. */
export function title({ system, text, earlier }: Conversation): string | undefined {
  const fromSystem =
    system.length <= SHORT_CHARACTERS &&
    /\b(?:title|titles|headline)\b/iu.test(system) &&
    /\b(?:conversation|chat|message|question|thread|words)\b/iu.test(system);
  if (!fromSystem && !FROM_PERSON.test(text)) return undefined;
  const quoted = text
    .split(/\n\s*\n|:\s*\n|:\s+/u)
    .slice(1)
    .join(" ")
    .trim();
  const subject =
    earlier.find(({ role }) => role === "user")?.text ?? (FROM_PERSON.test(text) && quoted ? quoted : text);
  return titleFor(subject);
}

/** How one asks for a thing is no part of what it is about. */
const ASKING = /^(?:please\s+)?(?:show|give|tell|draw|make|list)\s+(?:me\s+)?(?:an?\s+|the\s+|some\s+)?/iu;

function titleFor(subject: string): string {
  const bare = subject.replace(/^(?:user|person|human|question)\s*:\s*/iu, "");
  const topic = topicOf(bare.replace(ASKING, "")).replaceAll(/[*_`#"“”]/gu, "");
  const words = topic.split(" ").filter((word) => word !== "");
  if (words.length < LEAST_WORDS) return completed(words, bare);
  if (words.length <= MOST_WORDS) return capitalised(words.join(" "));
  const telling = keywords(topic, MOST_WORDS);
  return capitalised((telling.length < LEAST_WORDS ? words.slice(0, MOST_WORDS) : telling).join(" "));
}

/** One or two words are a subject and no title yet; how it was asked says what is wanted of it. */
function completed(words: readonly string[], asked: string): string {
  const subject = words.join(" ");
  if (/^\s*(?:hi|hello|hey|good (?:morning|day|evening))\b/iu.test(asked)) return "A friendly hello";
  if (/\bcompare|versus|\bvs\b/iu.test(asked)) return capitalised(`${subject} in comparison`);
  if (/\b(?:write|draft|compose)\b/iu.test(asked)) return capitalised(`writing about ${subject}`);
  if (/^\s*(?:what|who|explain|describe|why|how)\b/iu.test(asked)) return capitalised(`${subject} in plain words`);
  return capitalised(`questions about ${subject}`);
}
