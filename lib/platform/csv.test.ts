import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine, csvTable } from "@/lib/platform/csv";
import { readCsv } from "@/lib/platform/testing/read-csv";

test("each kind of cell", () => {
  const cells = ["Ada", 1_900, -5, 2n ** 60n, new Date("2026-11-21T12:00:00Z"), null, ""];
  expect(csvLine(cells)).toBe("Ada,1900,-5,1152921504606846976,2026-11-21T12:00:00.000Z,,\r\n");
});

test("commas, quotes and line breaks stay in their cell", () => {
  expect(csvLine(["a,b", 'say "hi"', "two\nlines"])).toBe('"a,b","say ""hi""","two\nlines"\r\n');
});

test.each([
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ["\n=1", `"'\n=1"`],
  ['=1,"2"', `"'=1,""2"""`],
  ["a=1", "a=1"],
])("%j is no formula", (text, cell) => {
  expect(csvLine([text])).toBe(`${cell}\r\n`);
});

test("whatever people typed is read back as it was, and none of it begins as a formula", () => {
  const sign = fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", ",", '"', "'", ";", "a", "1", " ", "ü");
  const text = fc.oneof(
    fc.string(),
    fc.array(sign, { maxLength: 8 }).map((signs) => signs.join("")),
  );
  fc.assert(
    fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 4 }), (rows) => {
      const read = readCsv(rows.map((row) => csvLine(row)).join(""));
      expect(read.flat().filter((cell) => /^[=+\-@\t\r\n]/u.test(cell))).toEqual([]);
      expect(read.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n])/u, "")))).toEqual(
        rows.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n])/u, ""))),
      );
    }),
  );
});

test("a table is its head, and page after page until one is empty; none is read before it is asked for", async () => {
  const asked: (number | undefined)[] = [];
  const pages = (after: number | undefined, take: number) => {
    asked.push(after);
    return Promise.resolve([1, 2, 3].filter((row) => row > (after ?? 0)).slice(0, take));
  };
  const lines = csvTable<number>(
    [
      ["n", (row) => row],
      ["twice", (row) => 2 * row],
    ],
    pages,
    2,
  );
  expect((await lines.next()).value).toBe("n,twice\r\n");
  expect(asked).toEqual([]);
  expect((await lines.next()).value).toBe("1,2\r\n2,4\r\n");
  expect(asked).toEqual([undefined]);
  expect((await lines.next()).value).toBe("3,6\r\n");
  expect(await lines.next()).toEqual({ done: true, value: undefined });
  expect(asked).toEqual([undefined, 2, 3]);
});
