import { describe, expect, test } from "vitest";
import { blocksFrom } from "./blocks";

/** Each block in a word and its text. */
const cut = (text: string) =>
  blocksFrom(text, 0).map((block) => {
    if (block.kind === "prose") return block.source;
    if (block.kind === "formula") return `formula ${block.tex}`;
    return `code ${block.info}: ${block.code}`;
  });

describe("a text is cut", () => {
  test.each([
    ["between paragraphs", "one\n\ntwo", ["one", "two"]],
    ["where code begins and where it ends", "one\n```ts\na\n\nb\n```\ntwo", ["one", "code ts: a\n\nb", "two"]],
    ["at code that never ends", "```\na\n\n# b", ["code : a\n\n# b"]],
    ["at the end of code that is as long as its beginning", "````\n```\n````\nb", ["code : ```", "b"]],
    ["at code of waves, not at its backticks", "~~~\n```\n~~~\nb", ["code : ```", "b"]],
    ["at formulas that have lines of their own", "a\n$$\nx\n$$\nb", ["a", "formula x", "b"]],
    ["at a formula in brackets over several lines", "\\[ x\n+ y \\]\nb", ["formula x\n+ y", "b"]],
    ["at a formula without an end", "$$\nx", ["formula x"]],
    ["behind a list that ends", "- a\n\nb", ["- a", "b"]],
    ["where code stands beside a list, not in it", "- a\n```\nb\n```", ["- a", "code : b"]],
  ])("%s", (_where, text, blocks) => {
    expect(cut(text)).toEqual(blocks);
  });

  test.each([
    ["within a list, at an empty line", "1. a\n\n2. b"],
    ["within an item", "- a\n\n  more of a\n- b"],
    ["within code in an item", "- a\n  ```\n  b\n\n  c\n  ```\n- d"],
    ["within code on the line of its item", "- ```\n  a\n\n  b\n  ```"],
    ["within a footnote", "[^1]: a\n\n    more"],
    ["within code that is set in", "    a\n\n    b"],
    ["within a quote", "> a\n>\n> b"],
    ["within a table", "| a |\n|---|\n| 1 |"],
    ["at money", "$$ is what it costs"],
    ["at a formula within a line", "so \\[x\\] it is"],
    ["at code within a line", "a ```b``` c"],
    ["at a heading without an empty line", "# a\nb"],
  ])("not %s", (_where, text) => {
    expect(cut(text)).toEqual([text]);
  });

  test.each(["", "\n", "\n\n  \n"])("into nothing where there is nothing: %j", (text) => {
    expect(cut(text)).toEqual([]);
  });

  test("with the place at which each part begins", () => {
    expect(blocksFrom("\n\none\n\n```\na\n```\n\ntwo", 0).map(({ at }) => at)).toEqual([2, 7, 18]);
  });

  test("with whether code and formulas have ended", () => {
    const isClosed = (text: string) => blocksFrom(text, 0).map((block) => "isClosed" in block && block.isClosed);
    expect(isClosed("```\na")).toEqual([false]);
    expect(isClosed("```\na\n```")).toEqual([true]);
    expect(isClosed("$$\nx")).toEqual([false]);
    expect(isClosed("$$\nx\n$$")).toEqual([true]);
  });
});
