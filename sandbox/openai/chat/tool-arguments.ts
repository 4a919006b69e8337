import { topicOf } from "../answers/words";

const QUOTED = /["“„']([^"”“']{1,200})["”']/u;
const URL_IN_TEXT = /https?:\/\/\S+[^\s.,;:!?)\]]/u;
const EMAIL_IN_TEXT = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u;
const DATE_IN_TEXT = /\d{4}-\d{2}-\d{2}/u;
const PLACE = /\b(?:in|for|from|to|at|near|of)\s+((?:\p{Lu}[\p{L}'’-]*)(?:\s+\p{Lu}[\p{L}'’-]*)*)/u;

/** Arguments whose name says what they are like. */
const KINDS: readonly (readonly [RegExp, RegExp])[] = [
  [/url|link|address|uri/iu, URL_IN_TEXT],
  [/mail/iu, EMAIL_IN_TEXT],
  [/date|day|when/iu, DATE_IN_TEXT],
];

/** What a prompt says about an argument: "city: Paris", a quotation, a place, and else what the prompt is about. */
export function argumentFor(name: string, asked: string): string {
  const named = saidByName(name, asked);
  if (named !== undefined) return named;
  const kind = KINDS.find(([pattern]) => pattern.test(name));
  const found = kind && kind[1].exec(asked)?.[0];
  return found ?? QUOTED.exec(asked)?.[1] ?? PLACE.exec(asked)?.[1] ?? topicOf(asked);
}

function saidByName(name: string, asked: string): string | undefined {
  const words = name.replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();
  if (words === "") return undefined;
  const at = asked.toLowerCase().indexOf(`${words.toLowerCase()}:`);
  return at < 0 ? undefined : /^\s*([^\n,;]{1,200})/u.exec(asked.slice(at + words.length + 1))?.[1]?.trim();
}
