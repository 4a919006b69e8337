import type { Conversation, Skill } from "./conversation";
import { fallback } from "./fallback";

/** In the order they are asked; the first that has an answer gives it. */
const SKILLS: readonly Skill[] = [];

/** Composes Markdown for a conversation. The same conversation always gets the same answer. */
export function answerTo(conversation: Conversation): string {
  for (const skill of SKILLS) {
    const answer = skill(conversation);
    if (answer !== undefined) return answer;
  }
  return fallback(conversation);
}
