import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockReader } from "./block-reader";
import { blocksFrom } from "./blocks";
import { parse, treeOf } from "./parse";

/** Lines that mean different things side by side. */
const LINES = [
  "",
  "",
  "Words and more words.",
  "# A title",
  "- an item",
  "  within the item",
  "  ```",
  "1. first",
  "    set in",
  "```ts",
  "```",
  "~~~",
  "$$",
  "\\[ x",
  "\\]",
  "| a | b |",
  "|---|---|",
  "> said",
  ">",
  "---",
  "[one]: https://one.test",
  "see [one]",
  "[^1]: a note",
  "a long line ".repeat(120),
  `- ${"a long item ".repeat(120)}`,
  `| ${"a long cell ".repeat(120)} | b |`,
];
const TEXTS = fc.array(fc.oneof(fc.constantFrom(...LINES), fc.string({ maxLength: 8 })), { maxLength: 30 });
const text = TEXTS.map((lines) => lines.join("\n"));

/** Everything but the definitions, which only the reader knows. */
const shapes = (blocks: readonly object[]) => blocks.map((block) => ({ ...block, definitions: undefined }));

describe("an answer that grows", () => {
  test("is cut as it would be all at once, wherever its pieces end", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(400), { maxLength: 20 }), (whole, stops) => {
        const read = blockReader();
        for (const stop of stops.toSorted((a, b) => a - b)) read(whole.slice(0, stop));
        expect(shapes(read(whole))).toEqual(shapes(blocksFrom(whole, 0)));
      }),
    );
  });

  test("never changes a block that it has settled", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 90 }), (whole, step) => {
        const read = blockReader();
        let before: readonly object[] = [];
        for (let end = 0; end <= whole.length; end += step) {
          const blocks = read(whole.slice(0, end));
          // What stands before the last two was settled by whole lines.
          const settled = before.slice(0, -2);
          expect(shapes(blocks.slice(0, settled.length))).toEqual(shapes(settled));
          before = blocks;
        }
      }),
    );
  });

  test("loses no word of what was written", () => {
    fc.assert(
      fc.property(text, (whole) => {
        const kept = blocksFrom(whole, 0)
          .map((block) => (block.kind === "prose" ? block.source : block.kind === "code" ? block.code : block.tex))
          .join("\n");
        for (const word of ["Words", "within", "said", "see"]) {
          const count = (of: string) => of.split(word).length;
          expect(count(kept)).toBeGreaterThanOrEqual(count(whole));
        }
      }),
    );
  });

  test("that is another text altogether is read from its beginning", () => {
    const read = blockReader();
    read("One.\n\nTwo.\n\nThree.");
    expect(shapes(read("Four.\n\nFive."))).toEqual(shapes(blocksFrom("Four.\n\nFive.", 0)));
  });
});

/** About 100 KB: prose, lists, a long table, code. */
function longAnswer(): string {
  const part = (number: number) =>
    [
      `## Part ${number}`,
      `A paragraph with **strong** words, \`code\` and a [link](https://part-${number}.test).`,
      "- one\n- two\n  - three",
      `\`\`\`ts\nconst part = ${number};\n\nexport { part };\n\`\`\``,
      "| a | b |\n|---|---|\n| 1 | 2 |",
    ].join("\n\n");
  const list = Array.from({ length: 400 }, (_, number) => `${number + 1}. an item of a long list`).join("\n");
  const table = Array.from({ length: 400 }, (_, number) => `| ${number} | a cell of a long table |`).join("\n");
  const parts = Array.from({ length: 400 }, (_, number) => part(number)).join("\n\n");
  return `${parts}\n\n${list}\n\n| n | text |\n|---|---|\n${table}\n\nThe end.`;
}

test("an answer of 100 KB in small deltas parses each settled block once", () => {
  const whole = longAnswer();
  expect(whole.length).toBeGreaterThan(90_000);
  const parses = new Map<string, number>();
  const read = blockReader();
  let previous: ReturnType<typeof read> = [];
  for (let end = 0; end < whole.length + 37; end += 37) {
    const blocks = read(whole.slice(0, end));
    // A drawn block that stayed the same object is not drawn again; this asks for the others, and for all the same.
    for (const [place, block] of blocks.entries()) {
      const isOpen = place === blocks.length - 1;
      if (block.kind !== "prose" || isOpen) continue;
      treeOf(block, false, (source) => {
        parses.set(`${block.at}`, (parses.get(`${block.at}`) ?? 0) + 1);
        return parse(source);
      });
    }
    previous = blocks;
  }
  expect(previous.length).toBeGreaterThan(1_000);
  expect(parses.size).toBeGreaterThan(1_000);
  expect(Math.max(...parses.values())).toBe(1);
}, 120_000);

describe("what is long is cut, so that no block is slow to read", () => {
  const longest = (whole: string) =>
    Math.max(...blocksFrom(whole, 0).map((block) => (block.kind === "prose" ? block.source.length : 0)));

  test.each([
    ["a list", Array.from({ length: 2_000 }, (_, number) => `${number + 1}. an item`).join("\n")],
    ["a paragraph of many lines", "some words here\n".repeat(2_000)],
    ["a paragraph of one line", "some words here ".repeat(2_000)],
    ["a line without a space", "x".repeat(50_000)],
    ["a line of characters in two halves", "🙂".repeat(20_000)],
    ["a table", `| a | b |\n|--|--|\n${"| one | two |\n".repeat(2_000)}`],
  ])("%s", (_name, whole) => {
    expect(longest(whole)).toBeLessThan(9_000);
  });

  test("a list goes on with its numbers", () => {
    const blocks = blocksFrom(Array.from({ length: 2_000 }, (_, number) => `${number + 1}. an item`).join("\n"), 0);
    const second = blocks[1];
    expect(second?.kind === "prose" && parse(second.source).children[0]).toMatchObject({ type: "list", ordered: true });
    expect(second?.kind === "prose" && second.source.startsWith("1.")).toBe(false);
  });

  test("what goes on is known as such, also after it was read again", () => {
    const list = Array.from({ length: 600 }, (_, number) => `${number + 1}. an item`).join("\n");
    const read = blockReader();
    for (let end = 0; end < list.length; end += 13) read(list.slice(0, end));
    const [first, ...rest] = read(`${list}\n\nAnother paragraph.\n\n`);
    expect(first).not.toHaveProperty("goesOn");
    expect(rest.slice(0, -1).every((block) => "goesOn" in block)).toBe(true);
    expect(rest.at(-1)).not.toHaveProperty("goesOn");
  });

  test("a table goes on under its head", () => {
    const blocks = blocksFrom(`| a | b |\n|--|--|\n${"| one | two |\n".repeat(2_000)}`, 0);
    expect(blocks.length).toBeGreaterThan(3);
    for (const block of blocks)
      expect(block.kind === "prose" && block.source.startsWith("| a | b |\n|--|--|\n")).toBe(true);
  });

  test("a character of two halves is not cut in two", () => {
    const kept = blocksFrom("🙂".repeat(20_000), 0).map((block) => (block.kind === "prose" ? block.source : ""));
    for (const source of kept) expect(source.isWellFormed()).toBe(true);
  });
});

describe("an address that is defined elsewhere", () => {
  test("is known to the block that names it, before and after", () => {
    const read = blockReader();
    const early = read("See [one].\n\nNothing here.\n\n");
    expect(early[0]?.definitions).toBe("");
    const late = read("See [one].\n\nNothing here.\n\n[one]: https://one.test\n\nAnd [One][one].\n\n.");
    expect(late[0]?.definitions).toContain("https://one.test");
    expect(late.at(-2)?.definitions).toContain("https://one.test");
    expect(late[1]).toBe(early[1]);
  });

  test("is not repeated to the block that defines it", () => {
    const blocks = blockReader()("[one]: https://one.test\n[two]: https://two.test\n\n[one] and [two]\n\nx");
    expect(blocks[0]?.definitions).toBe("");
    expect(blocks[1]?.definitions.match(/https/g)).toHaveLength(2);
  });

  test("is known once nothing follows, also when it is the last thing", () => {
    const read = blockReader();
    const text = "See [one].\n\n[one]: https://one.test";
    expect(read(text)[0]?.definitions).toBe("");
    expect(read(text, true)[0]?.definitions).toContain("https://one.test");
    expect(read(text, true)).toBe(read(text, true));
  });

  test("that goes on after all is read again from its beginning", () => {
    const read = blockReader();
    read("One.", true);
    expect(shapes(read("One. And more.\n\nTwo."))).toEqual(shapes(blocksFrom("One. And more.\n\nTwo.", 0)));
  });

  test("is not taken from code", () => {
    const blocks = blockReader()("```\n[one]: https://one.test\n```\n\nSee [one].\n\nx");
    expect(blocks.map(({ definitions }) => definitions).join("")).toBe("");
  });
});
