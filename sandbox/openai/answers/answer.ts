import { arithmetic } from "./arithmetic";
import { code } from "./code";
import { comparison } from "./comparison";
import type { Conversation, Skill } from "./conversation";
import { conversion } from "./conversion";
import { diagram } from "./diagram";
import { email } from "./email";
import { explanation } from "./explanation";
import { fallback } from "./fallback";
import { files } from "./files";
import { followUp } from "./follow-up";
import { formula } from "./formula";
import { greeting } from "./greeting";
import { json } from "./json";
import { otherLanguage } from "./languages";
import { long } from "./long";
import { picture } from "./picture";
import { plan } from "./plan";
import { refusal } from "./refusal";
import { summary } from "./summary";
import { title } from "./title";
import { verbatim } from "./verbatim";

/** In the order they are asked; the first that has an answer gives it. The narrow ones come first. */
const SKILLS: readonly Skill[] = [
  verbatim,
  refusal,
  json,
  title,
  picture,
  files,
  otherLanguage,
  greeting,
  followUp,
  summary,
  long,
  diagram,
  email,
  comparison,
  conversion,
  arithmetic,
  code,
  formula,
  explanation,
  plan,
];

/** What a skill looks at. Patterns on a whole book would hold up every other stream; a summary reads further. */
const GLANCE_CHARACTERS = 4_000;
const READING_CHARACTERS = 100_000;

/** Composes Markdown for a conversation. The same conversation always gets the same answer. */
export function answerTo(conversation: Conversation): string {
  const glance = cut(conversation, GLANCE_CHARACTERS);
  for (const skill of SKILLS) {
    const answer = skill(skill === summary ? cut(conversation, READING_CHARACTERS) : glance);
    if (answer !== undefined) return answer;
  }
  return fallback(glance);
}

function cut(conversation: Conversation, most: number): Conversation {
  const earlier = conversation.earlier.map(({ role, text }) => ({ role, text: text.slice(0, READING_CHARACTERS) }));
  return {
    ...conversation,
    text: conversation.text.slice(0, most),
    system: conversation.system.slice(0, most),
    earlier,
  };
}
