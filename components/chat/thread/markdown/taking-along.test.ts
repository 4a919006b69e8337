import type { Table } from "mdast";
import { describe, expect, test } from "vitest";
import { fileNameOf } from "./file-name";
import { languageOf, nameOf } from "./languages";
import { parse } from "./parse";
import { csvOf, markdownOf, rowsOf } from "./table-text";

describe("a table as text", () => {
  const rows = (source: string) => rowsOf(parse(source).children[0] as Table);

  test("has what the cells say, without how it looks", () => {
    expect(rows("| **a** | `b` |\n|--|--|\n| [c](https://c.test) | d<br>e |")).toEqual([
      ["a", "b"],
      ["c", "d<br>e"],
    ]);
  });

  test.each([
    [[["a", "b"]], "a,b"],
    [[["a,b", 'c"d', "e\nf"]], '"a,b","c""d","e\nf"'],
    [[["a"], ["b"]], "a\r\nb"],
    [[["-5", "+1,000.5", "-3%"]], '-5,"+1,000.5",-3%'],
  ])("as CSV: %j is %j", (cells, csv) => {
    expect(csvOf(cells)).toBe(csv);
  });

  test.each(["=1+1", "=cmd|'/c calc'!A0", "@SUM(A1)", "+cmd", "-cmd", "\tx"])(
    "as CSV does not hand %j to a spreadsheet as a formula",
    (cell) => {
      expect(csvOf([[cell]]).replace(/^"/, "")).toMatch(/^'/);
    },
  );

  test("as Markdown is the same table again", () => {
    const source = "| a | b \\| c |\n| --- | --- |\n| 1 | 2 |";
    expect(markdownOf(rows(source))).toBe(source);
    expect(rows(markdownOf(rows(source)))).toEqual(rows(source));
  });
});

describe("a file's name", () => {
  test.each([
    ["ts", "const a = 1;", "code.ts"],
    ["tsx", "", "code.tsx"],
    ["PYTHON", "", "code.py"],
    ["", "words", "code.txt"],
    ["brainfuck", "", "code.txt"],
    ["dockerfile", "", "Dockerfile"],
    ["make", "", "Makefile"],
    ['ts title="src/reader.ts"', "", "reader.ts"],
    ["ts:lib/reader.ts", "", "reader.ts"],
    ["ts", "// lib/reader.ts\nconst a = 1;", "reader.ts"],
    ["python", "# tools/run.py\n", "run.py"],
    ["html", "<!-- page.html -->\n", "page.html"],
    ["ts title=../../etc/passwd", "", "passwd"],
    ["ts title=..", "", "code.ts"],
    ["ts title=.bashrc", "", "code.ts"],
    ["ts title=C:\\x\\evil.bat", "", "evil.bat"],
    ["ts title=a\u202Egpj.exe", "", "agpj.exe"],
    ["ts", "// words that are not a name\n", "code.ts"],
  ])("of %j with %j is %s", (info, code, name) => {
    expect(fileNameOf(info, code)).toBe(name);
  });
});

describe("a language", () => {
  test.each([
    ["ts", "typescript"],
    ["TSX {1,3}", "typescript"],
    ["c++", "cpp"],
    ["html", "xml"],
    ["sh", "bash"],
  ])("%s is known as %s", (info, name) => {
    expect(languageOf(info)?.name).toBe(name);
  });

  test.each(["", "constructor", "__proto__", "nosuch"])("%j is none", (info) => {
    expect(languageOf(info)).toBeUndefined();
  });

  test("is the first word, whatever is attached to it", () => {
    expect(nameOf("ts:src/a.ts")).toBe("ts");
    expect(nameOf("js{1,2} title=x")).toBe("js");
  });
});
