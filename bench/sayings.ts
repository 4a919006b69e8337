/** What the bench's model server says, and how fast. */
export type Saying = { kind: Kind; tokens: number; perSecond: number };
export type Kind = keyof typeof TEXTS;

const PLAIN = `## What was measured

A paragraph of **ordinary** words, with *some* emphasis and \`a name\` in it, as most answers are. It goes on for a
while, because people ask things that take a few sentences to answer.

- the first point, in one line
- the second one, which has [a link](https://example.com/page) in it
- the third

1. Do this.
2. Then do that.

> Somebody said so once.

`;
const CODE = `\`\`\`ts
export function sum(values: readonly number[]): number {
  // Adds what there is.
  return values.reduce((total, value) => total + value, 0);
}
\`\`\`

`;
const TABLE = `| City | People | Area |
|---|---:|---:|
| Oslo | 709,000 | 454 |
| Bergen | 291,000 | 465 |
| Tromsø | 78,000 | 2,521 |

`;
/** An answer repeats its text until it has as many tokens as were asked for. */
const TEXTS = {
  words: " token",
  plain: PLAIN,
  rich: `${PLAIN}${CODE}${PLAIN}${TABLE}`,
  code: `${PLAIN}${CODE}`,
  formula: `${PLAIN}The rule is $a^2 + b^2 = c^2$, or\n\n$$\\int_0^1 x^2\\,dx = \\frac{1}{3}$$\n\n`,
  diagram: `${PLAIN}\`\`\`mermaid\nflowchart LR\n  Ask --> Answer\n\`\`\`\n\n`,
} as const;

const PIECES = new Map(Object.entries(TEXTS).map(([kind, text]) => [kind, kind === "words" ? [text] : tokensOf(text)]));

/** A question whose answer is this. `name` tells one such question from another. */
export function questionFor({ kind, tokens, perSecond }: Saying, name = ""): string {
  return `Say ${tokens} tokens of ${kind} at ${perSecond} a second. ${name}`.trim();
}

const QUESTION = /^Say (\d+) tokens of ([a-z]+) at (\d+) a second\.(?: (\S+))?/;

/** What a question asks for; whatever else is asked gets twenty words. */
export function sayingIn(question: string): Saying & { name: string } {
  const [, tokens = "20", kind = "words", perSecond = "100", name = ""] = QUESTION.exec(question) ?? [];
  return { kind: isKind(kind) ? kind : "words", tokens: Number(tokens), perSecond: Number(perSecond), name };
}

/** The token at a place of an answer, from 0. */
export function tokenAt(kind: Kind, place: number): string {
  const pieces = PIECES.get(kind) ?? [];
  return pieces[place % pieces.length] ?? "";
}

/** The whole answer. */
export function textOf({ kind, tokens }: Pick<Saying, "kind" | "tokens">): string {
  return Array.from({ length: tokens }, (_, place) => tokenAt(kind, place)).join("");
}

/** Tokens that make a text at least this long. */
export function tokensFor(kind: Kind, length: number): number {
  const pieces = PIECES.get(kind) ?? [];
  return Math.ceil((length / TEXTS[kind].length) * pieces.length);
}

function isKind(word: string): word is Kind {
  return word in TEXTS;
}

/** About four characters each, as models cut English. */
function tokensOf(text: string): string[] {
  return text.match(/[\s\S]{1,4}/gu) ?? [];
}
