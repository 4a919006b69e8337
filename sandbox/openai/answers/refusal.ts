import type { Conversation } from "./conversation";

const HARMFUL: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:build|make|construct|assemble|synthesi[sz]e)\b.{0,40}\b(?:bomb|explosives?|nerve agent|pipe ?bomb|grenade|bioweapon)\b/iu,
    "weapons that can kill",
  ],
  [/\b(?:make|cook|synthesi[sz]e)\b.{0,30}\b(?:meth|methamphetamine|fentanyl|ricin|sarin)\b/iu, "drugs and poisons"],
  [
    /\b(?:write|create|build|make)\b.{0,40}\b(?:ransomware|malware|computer virus|keylogger|phishing (?:mail|email|page|site))\b/iu,
    "software made to harm people",
  ],
  [
    /\b(?:steal|clone|skim)\b.{0,40}\b(?:credit cards?|identit(?:y|ies)|passwords?)\b/iu,
    "taking what belongs to others",
  ],
  [
    /\b(?:hurt|harm|kill|poison|stalk)\b.{0,20}\b(?:someone|my (?:ex|wife|husband|neighbou?r|boss)|a person|people)\b/iu,
    "hurting somebody",
  ],
];

/** A clear no with a reason and a way on, to what would hurt somebody. */
export function refusal({ text }: Conversation): string | undefined {
  if (/\b(?:kill|hurt) myself\b|\bsuicid/iu.test(text)) return CARE;
  const about = HARMFUL.find(([pattern]) => pattern.test(text))?.[1];
  if (about === undefined) return undefined;
  return `I can't help with that. It concerns ${about}, and what I would write could do real damage.

There is much nearby that I will gladly do:

- explain how people and systems are **protected** against it,
- go through the history, the law or the ethics of the subject,
- help with what lies behind the question, if you tell me what you are trying to solve.

If somebody is in danger now, please call your local emergency number.`;
}

const CARE = `I'm sorry that it is this heavy right now. I can't help with harming yourself, but I do want you to have someone with you in this.

- **If you are in danger now**, call your local emergency number, or go to the nearest hospital.
- **To talk to someone tonight:** a crisis line listens at any hour. In the US and Canada it is 988, in the UK and Ireland 116 123; findahelpline.com lists the others.
- **Tell one person near you**, in words as plain as those you gave me.

If you like, tell me what today was like. I will read it carefully.`;
