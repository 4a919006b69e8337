import type { Conversation } from "./conversation";
import { evaluate } from "./expression";

const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/(\d+(?:\.\d+)?)\s*(?:%|percent)\s+of\s+/giu, "$1/100*"],
  [/\bplus\b/giu, "+"],
  [/\bminus\b/giu, "-"],
  [/\b(?:times|multiplied by)\b/giu, "*"],
  [/\b(?:divided by|over)\b/giu, "/"],
  [/\bto the power of\b/giu, "^"],
  [/\s*\bsquared\b/giu, "^2"],
  [/\s*\bcubed\b/giu, "^3"],
  [/(?<=[\d)]\s*)x(?=\s*[\d(])/giu, "*"],
];
const EXPRESSION = /[-(\d.][-+*/%^×·÷−().,\d\s]*[\d)%]/gu;

/** The result of an expression in the prompt, worked out, with the expression as it was read. */
export function arithmetic({ text }: Conversation): string | undefined {
  if (/```|\d{4}-\d{2}-\d{2}/u.test(text)) return undefined;
  let spoken = text;
  for (const [pattern, sign] of SPOKEN) spoken = spoken.replaceAll(pattern, sign);
  const expression = (spoken.match(EXPRESSION) ?? [])
    .map((found) => found.trim())
    .filter(isWorthAnswering)
    .toSorted((one, other) => other.length - one.length)[0];
  if (expression === undefined || !isTheQuestion(spoken, expression)) return undefined;
  const result = evaluate(expression);
  if (result === undefined) {
    return `I read \`${expression}\`, and it has no value: look for a division by zero or a bracket without its other half.`;
  }
  return `**${expression.replace("/100*", "% of ")} = ${shown(result)}**

I took powers first, then multiplication and division from left to right, then addition and subtraction.`;
}

/** Has two numbers with a sign between: a telephone number or a year is left alone. */
function isWorthAnswering(found: string) {
  return /\d\s*%?\s*[-+*/%^×·÷−]\s*[-(\s]*[\d.]/u.test(found);
}

/** The words around it are few: in a longer text a figure is not the question. */
function isTheQuestion(text: string, expression: string) {
  const around = text.replace(expression, " ").match(/\p{L}+/gu) ?? [];
  return around.length <= 8 && !/\b(?:range|between|from|version|section|chapter|year)\b/iu.test(text);
}

function shown(value: number) {
  const rounded = Number.parseFloat(value.toPrecision(12));
  return Math.abs(rounded) >= 1e15
    ? rounded.toExponential(6)
    : rounded.toLocaleString("en-US", { maximumFractionDigits: 10 });
}
