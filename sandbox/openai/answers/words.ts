const STOP_WORDS = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by
  can could did do does doing don down each few for from further get give had has have having he her here him his how i
  if in into is it its just let like make me more most my need no nor not now of off on once one only or other our out
  over own please put same she should show so some such tell than thank thanks that the their them then there these
  they this those through to too under until up use us very want was we were what when where which while who whom why
  will with would write you your explain describe`.split(/\s+/u),
);

/** The words that carry the meaning, in order, each once. */
export function keywords(text: string, most = 8): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’+#.-]*[\p{L}\p{N}+#]|[\p{L}\p{N}]/gu) ?? [];
  return [...new Set(words)].filter((word) => !STOP_WORDS.has(word)).slice(0, most);
}

const LEADS = [
  /\b(?:explain|describe|summari[sz]e|discuss|teach me|tell me|write|talk)\b(?: to me| me)?(?: (?:about|on|how|why|what))?\s+(.+)/iu,
  /\b(?:what|who) (?:is|are|was|were)(?: meant by)?\s+(.+)/iu,
  /\b(?:how (?:do|does|can|should|to|would)|why (?:do|does|is|are))(?: (?:i|we|you|one))?\s+(.+)/iu,
  /\babout\s+(.+)/iu,
];

/** What a prompt is about, short enough for a heading. */
export function topicOf(text: string): string {
  const sentence = /^[^\n.?!。？！]+/u.exec(text.trim())?.[0] ?? text.trim();
  for (const lead of LEADS) {
    const found = lead.exec(sentence)?.[1];
    if (found) return trimmed(found);
  }
  return trimmed(sentence);
}

function trimmed(topic: string) {
  const bare = topic
    .replace(
      /\b(?:in simple terms|simply|please|for (?:me|beginners|a child)|to me|step by step|in detail|briefly)\b/giu,
      "",
    )
    .replace(/^(?:(?:the|a|an|some|me|very|long|short|detailed|about|on|of|how|what|why)\s+)+/iu, "")
    .replaceAll(/\s+/gu, " ")
    .trim()
    .replace(/\s+works?$/iu, "")
    .replace(/[\s,;:!?."'“”]+$/u, "")
    .trim();
  const words = bare.split(" ").slice(0, 8).join(" ");
  return words.slice(0, 80) || "this";
}

export function capitalised(text: string) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A number from a text, the same each time (FNV-1a). */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** One of `pool`, chosen by the text. */
export function pick<Item>(pool: readonly [Item, ...Item[]], by: string): Item {
  return pool[hash(by) % pool.length] ?? pool[0];
}
