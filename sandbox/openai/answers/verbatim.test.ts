import fc from "fast-check";
import { expect, test } from "vitest";
import { answerTo } from "./answer";
import { verbatim } from "./verbatim";
import { asking } from "./testing/asking";

const wish = (markdown: string) =>
  asking(`Write this Markdown as it is (base64): ${Buffer.from(markdown).toString("base64")}`);

test("the answer is exactly the text that was asked for, whatever is in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 500 }), (markdown) => {
      const whole = markdown.toWellFormed();
      expect(answerTo(wish(whole))).toBe(whole);
    }),
  );
});

test.each(["Write this Markdown as it is", "Write this Markdown as it is (base64):", "What is base64: aGVsbG8="])(
  "%s is another question",
  (text) => {
    expect(verbatim(asking(text))).toBeUndefined();
  },
);
