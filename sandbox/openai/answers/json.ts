import type { Conversation } from "./conversation";
import { instanceOf } from "./schema-instance";
import { capitalised, keywords, topicOf } from "./words";

/** JSON and nothing but JSON, when the request's `response_format` says so. */
export function json({ format, text }: Conversation): string | undefined {
  if (format?.type === "json_schema") {
    const word = (name: string) => `${capitalised(name.replaceAll(/[_-]/gu, " "))} of ${topicOf(text)}`;
    return JSON.stringify(instanceOf(format.json_schema?.schema ?? {}, word));
  }
  if (format?.type !== "json_object") return undefined;
  const asked = namedKeys(text);
  const topic = topicOf(text.replaceAll(/\b(?:as |in |valid )?json(?: object)?\b/giu, ""));
  const words = keywords(topic, 6);
  if (asked.length > 0) {
    const entries = asked.map((key, index) => [key, words[index % Math.max(1, words.length)] ?? topic]);
    return JSON.stringify(Object.fromEntries(entries), null, 2);
  }
  return JSON.stringify(
    { topic, keywords: words, items: words.map((name, index) => ({ id: index + 1, name })) },
    null,
    2,
  );
}

/** "with the keys name, price and stock" names three. */
function namedKeys(text: string): string[] {
  const list = /\b(?:keys?|fields?|properties)\b:?\s+([^.\n]+)/iu.exec(text)?.[1] ?? "";
  return list
    .split(/,|\band\b/u)
    .map((key) => /[\p{L}_][\p{L}\p{N}_]*/u.exec(key)?.[0] ?? "")
    .filter((key) => key !== "");
}
