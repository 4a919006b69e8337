import fc from "fast-check";
import { expect, test } from "vitest";
import { finished } from "./finished";

test.each([
  ["Some **bol", "Some **bol**"],
  ["Some **bold", "Some **bold**"],
  ["Some **", "Some"],
  ["a *soft", "a *soft*"],
  ["a _soft", "a _soft_"],
  ["~~old", "~~old~~"],
  ["**bold and *soft", "**bold and *soft***"],
  ["**closed** and", "**closed** and"],
  ["a `code", "a `code`"],
  ["a ``co`de", "a ``co`de``"],
  ["`a*b` **c", "`a*b` **c**"],
  ["2 * 3", "2 * 3"],
  ["snake_case_name", "snake_case_name"],
  ["an \\*escaped", "an \\*escaped"],
  ["see [the page](https://examp", "see the page"],
  ["![cat](https://exa", "cat"],
  ["[named] text", "[named] text"],
  ["text\n-", "text"],
  ["text\n1.", "text"],
  ["text\n##", "text"],
  ["text\n``", "text"],
  ["**one**\n\ntwo **thr", "**one**\n\ntwo **thr**"],
  ["", ""],
])("%j is shown as %j", (source, shown) => {
  expect(finished(source)).toBe(shown);
});

test("of any text it keeps the words, and needs no second time", () => {
  const texts = fc.array(fc.constantFrom("word", " ", "**", "*", "_", "`", "~~", "\n", "\\"), { maxLength: 30 });
  fc.assert(
    fc.property(texts, (parts) => {
      const source = parts.join("");
      const count = (text: string) => text.split("word").length;
      expect(count(finished(source))).toBe(count(source));
    }),
  );
});
