import type { Nodes } from "mdast";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Formula } from "./formula";
import { parse } from "./parse";
import { typeset } from "./typeset";

/** The formulas in a text, displayed ones with an exclamation mark. */
function formulasIn(source: string): string[] {
  const find = (node: Nodes): string[] => {
    if (node.type === "formula") return [(node.isDisplay ? "!" : "") + node.value];
    return "children" in node ? node.children.flatMap(find) : [];
  };
  return find(parse(source));
}

describe("a formula within a text", () => {
  test.each([
    ["a $x^2$ b", ["x^2"]],
    ["\\(a_b\\) and \\[c\\]", ["a_b", "!c"]],
    ["$$a + b$$", ["!a + b"]],
    ["**$a$** in | $b$", ["a", "b"]],
    ["over $a\nb$ two lines", ["a\nb"]],
    ["over \\(a\nb\\) two lines", ["a\nb"]],
    ["$\\$5$", ["\\$5"]],
    ["\\(a\\b\\)", ["a\\b"]],
    ["> \\(a\\)", ["a"]],
    ["| a |\n|-|\n| $x$ |", ["x"]],
  ])("%j has %j", (source, formulas) => {
    expect(formulasIn(source)).toEqual(formulas);
  });

  test.each([
    "costs $5 and $10",
    "between $5-$10",
    "US$5 and US$6",
    "$ a $",
    "$a",
    "\\(a",
    "`$a$`",
    "\\$a\\$",
    "$$",
    "$$$a$$$",
    `$${"a".repeat(3_000)}$`,
  ])("%j has none", (source) => {
    expect(formulasIn(source)).toEqual([]);
    expect(parse(source).children.length).toBeGreaterThan(0);
  });

  test("that is only ever opened costs no more than its length allows", () => {
    expect(formulasIn("$a ".repeat(1_300))).toEqual([]);
    expect(formulasIn("\\(a ".repeat(1_000))).toEqual([]);
  });
});

describe("setting a formula", () => {
  test("makes markup for sight and for hearing", () => {
    expect(typeset("x^2", false)).toContain("<math");
    expect(typeset("x^2", true)).toContain("katex-display");
  });

  test.each(["\\frac{1", "\\nosuchthing", "x".repeat(5_000), "\\def\\a{\\a\\a}\\a"])("of %j is declined", (tex) => {
    expect(typeset(tex, false)).toBeUndefined();
  });

  test("forgives a sign that LaTeX does not know", () => {
    expect(typeset("x = 5 €", false)).toContain("€");
  });

  test("shows the source until it can be set", () => {
    expect(renderToStaticMarkup(<Formula tex="a<b" isDisplay={false} />)).toMatch(/<code[^>]*>a&lt;b<\/code>/);
  });
});
