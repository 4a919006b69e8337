import type { Conversation } from "./conversation";
import { capitalised, topicOf } from "./words";

const ASKED = /\b(?:write|draft|compose|reply|send|prepare)\b.{0,40}\b(?:e-?mail|letter|message to|mail)\b/iu;
const TO =
  /\bto (?:my |our |the |a )?([\p{L}][\p{L} ]{1,30}?)(?=\s+(?:about|asking|saying|that|for|to|telling|regarding|because|declining|apologi)|[,.!?\n]|$)/iu;
const ABOUT =
  /\b(?:about|regarding|asking (?:for|to|whether|if)?|saying(?: that)?|that says|telling (?:him|her|them)(?: that)?|because|for|apologi[sz]ing for|declining)\s+([^.!?\n]+)/iu;

/** An email with a subject line, one request and a way to say no. */
export function email({ text }: Conversation): string | undefined {
  if (!ASKED.test(text)) return undefined;
  const reader = TO.exec(text)?.[1]?.trim();
  const matter = (ABOUT.exec(text)?.[1] ?? topicOf(text)).trim();
  const [hello, goodbye] = manners(text);
  return `**Subject:** ${capitalised(matter).slice(0, 70)}

${hello} ${capitalised(reader ?? "colleague")},

${opening(text)} ${matter}.

The short version: I would like to settle this by Friday. If that suits you, a one-line reply is enough. If it does not, tell me which day does, and I will arrange the rest around it.

${goodbye}
[Your name]

---

*Two things to check before you send it: the day, and whether ${reader ?? "the reader"} knows the background. If not, add one sentence of it at the top. I can make it shorter, warmer or firmer.*`;
}

function opening(text: string) {
  if (/\bapolog|\bsorry\b/iu.test(text)) return "I owe you an apology, and I would rather give it plainly. It is about";
  if (/\bdeclin|\bturn(?:ing)? down\b/iu.test(text))
    return "Thank you for thinking of me. I have to decline, and want to tell you why. It concerns";
  if (/\bask/iu.test(text)) return "I have a question that is quickly answered. It is about";
  return "I am writing to you about";
}

function manners(text: string): [hello: string, goodbye: string] {
  const informal = /\b(?:friendly|casual|informal|friend|mom|dad|mum)\b/iu.test(text);
  return informal ? ["Hi", "Thanks a lot,"] : ["Dear", "Kind regards,"];
}
