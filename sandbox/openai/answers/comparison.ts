import type { Conversation } from "./conversation";
import { knownThing, TRAITS } from "./known-things";
import { capitalised, pick } from "./words";

const ASKED = /\b(?:compare|comparison|versus|vs\.?|difference between|differ|pros and cons|table)\b/iu;
const MOST_ITEMS = 5;

/** A Markdown table: what is compared across, what matters down. */
export function comparison({ text }: Conversation): string | undefined {
  if (!ASKED.test(text)) return undefined;
  const items = itemsIn(text);
  const [first, second] = items;
  if (first === undefined || second === undefined) return undefined;
  const rows = TRAITS.map(({ name, guesses }) => {
    const cells = items.map((item) => knownThing(item)?.[name] ?? pick(guesses, item.toLowerCase() + name));
    return `| **${capitalised(name)}** | ${cells.join(" | ")} |`;
  });
  return `## ${items.map(capitalised).join(" and ")}, side by side

| | ${items.map(capitalised).join(" | ")} |
|---|${items.map(() => "---|").join("")}
${rows.join("\n")}

**How to choose.** Take ${first} when the first row matters most to you, ${second} when the last does. If two cells look the same to you, strike the row: a criterion that does not tell them apart only adds noise.`;
}

function itemsIn(text: string): string[] {
  const sentence = /^[^\n?!]+/u.exec(text.trim())?.[0] ?? text;
  const found =
    /\b(?:compare|comparing|between|comparison of|pros and cons of|table of)\s+(.+)/iu.exec(sentence)?.[1] ??
    /(?:^|\b(?:is|are|choose|use|about)\s+)(.+\b(?:vs\.?|versus)\b.+)/iu.exec(sentence)?.[1] ??
    "";
  return found
    .replace(/\b(?:in|as|with) a (?:markdown )?table\b.*/iu, "")
    .replace(/\s+(?:for|in terms of|when|regarding|by|on)\s+.*/iu, "")
    .split(/\s*(?:,|\band\b|\bwith\b|\bto\b|\bvs\.?|\bversus\b|\bor\b|&)\s*/iu)
    .map((item) =>
      item
        .replace(/^(?:the|a|an)\s+/iu, "")
        .replaceAll(/[|.\n]+$|\|/gu, "")
        .trim(),
    )
    .filter((item) => item !== "" && item.length <= 40)
    .slice(0, MOST_ITEMS);
}
