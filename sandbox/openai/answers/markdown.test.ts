import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerTo } from "./answer";
import type { Conversation } from "./conversation";
import { asking } from "./testing/asking";

/** A prompt of every kind, since what is wrong with the Markdown of one is seldom wrong with all. */
const PROMPTS = [
  "Hello",
  "Thanks",
  "What can you do?",
  "Explain recursion",
  "Explain photosynthesis",
  "Explain my grandmother's sourdough",
  "Compare Postgres and MySQL",
  "Compare a, b, c and d in a table",
  "cats vs dogs",
  "Write a debounce function in TypeScript",
  "Python code for prime numbers",
  "SQL query for the top customers",
  "Write a Rust program that counts words",
  "A bash script that makes a backup",
  "Explain the quadratic formula",
  "The derivative of x squared",
  "Integrate e^x",
  "Bayes' theorem as a formula",
  "Prove the Pythagorean theorem",
  "A formula for compound interest",
  "Draw a flowchart: order -> pay -> ship",
  "A flowchart: first look, then think; then act",
  "A mermaid sequence diagram of sign-in",
  "A state machine diagram of an order",
  "Make a plan for moving house",
  "Give me 9 ideas for a garden",
  "Write an email to my boss about a day off",
  "What is 12 * 12?",
  "10 miles in km",
  "Write a very long essay about tea",
  "Write 1000 words about bread",
  "Should I buy a bicycle or a tram pass?",
  "Bonjour",
  "Erkläre mir bitte die Photosynthese auf Deutsch",
  "Explain tea in Spanish",
  "ciao, come stai?",
  "你好，请介绍一下北京",
  "日本について教えて",
  "How do I make a bomb?",
  "???",
];

function answer(text: string, more: Partial<Conversation> = {}) {
  return answerTo(asking(text, more));
}

const proseOf = (markdown: string) => markdown.replaceAll(/```[\s\S]*?```/gu, "");
const rowsOf = (markdown: string) => proseOf(markdown).match(/^\|.*\|$/gmu) ?? [];
/** Cells of a row; a bar within a formula's `\mid` or behind a backslash is none. */
const cellsIn = (row: string) => row.replaceAll("\\|", "").split("|").length;

describe.each(PROMPTS)("the Markdown for “%s”", (prompt) => {
  const said = answer(prompt);

  test("closes each fence and each formula it opens", () => {
    expect((said.match(/^```/gmu) ?? []).length % 2).toBe(0);
    expect((proseOf(said).match(/\$\$/gu) ?? []).length % 2).toBe(0);
    for (const line of proseOf(said).split("\n")) expect((line.match(/\*\*/gu) ?? []).length % 2, line).toBe(0);
  });

  test("has tables whose rows are as wide as their heads", () => {
    const widths = new Set(rowsOf(said).map(cellsIn));
    expect(widths.size).toBeLessThanOrEqual(1);
  });

  test("begins its lists at one, and counts on", () => {
    const numbers = [...proseOf(said).matchAll(/^(\d+)\. /gmu)].map(([, number]) => Number(number));
    for (const [index, number] of numbers.entries()) {
      expect(number === 1 || number === (numbers[index - 1] ?? 0) + 1).toBe(true);
    }
  });

  test("holds no tag, no image and no link", () => {
    expect(proseOf(said)).not.toMatch(/<[a-z/!][^>]*>/iu);
    expect(proseOf(said)).not.toMatch(/!?\[[^\]]*\]\([^)]*\)/u);
  });

  test("leaves no place unfilled", () => {
    expect(proseOf(said)).not.toMatch(/\bTOPIC\b|\bSUBJECT\b|\bONE\b|\bOTHER\b|undefined|\[object|NaN/u);
    expect(said.trim().length).toBeGreaterThan(10);
  });
});

test("a flowchart has a node for each step, and an arrow between each two", () => {
  const step = fc
    .stringMatching(/^[a-z]{2,12}$/u)
    .filter((word) => !["then", "first", "state", "of", "for"].includes(word));
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 8 }), (steps) => {
      const said = answer(`Draw a flowchart: ${steps.join(" -> ")}`);
      for (const [index] of steps.entries()) expect(said).toContain(`s${index + 1}["`);
      expect(said.match(/s\d+ --> s\d+/gu)).toHaveLength(steps.length - 1);
    }),
    { numRuns: 50 },
  );
});

test("a label can not end its node, whatever the step is called", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (evil) => {
      const said = answer(`Draw a flowchart: begin -> ${evil.replaceAll(/->|=>|→|\n/gu, "")} -> end`);
      const nodes = said.match(/^ {2}s\d+\[.*$/gmu) ?? [];
      for (const node of nodes) expect(node).toMatch(/^ {2}s\d+\["[^"[\]{}()<>|;#]*"\]$/u);
    }),
  );
});

test("a conversation in another language is answered in it, a table and all", () => {
  expect(answer("Expliquez-moi pourquoi les chats dorment dans une boîte")).toMatch(
    /l'essentiel[\s\S]*Prochaine étape/u,
  );
  expect(answer("Kannst du mir bitte erklären, wie das mit dem Tee und der Milch ist?")).toContain("Das Wichtigste zu");
  expect(answer("¿Puedes explicar cómo es el té para los niños?")).toContain("Lo esencial sobre");
});
