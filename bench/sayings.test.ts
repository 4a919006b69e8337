import { expect, test } from "vitest";
import { questionFor, sayingIn, textOf, tokenAt, tokensFor } from "./sayings";

test("a question says what its answer is, and by which name it is known", () => {
  const saying = { kind: "rich", tokens: 300, perSecond: 2_000 } as const;
  expect(sayingIn(questionFor(saying, "a-name"))).toEqual({ ...saying, name: "a-name" });
  expect(sayingIn(questionFor(saying))).toEqual({ ...saying, name: "" });
});

test("whatever else is asked gets a short answer", () => {
  expect(sayingIn("Write a short title for this conversation.")).toMatchObject({ kind: "words", tokens: 20 });
  expect(sayingIn(questionFor({ kind: "plain", tokens: 1, perSecond: 1 }).replace("plain", "nothing")).kind).toBe(
    "words",
  );
});

test("an answer goes round in its text, and none of it is lost between tokens", () => {
  expect(textOf({ kind: "words", tokens: 3 })).toBe(" token token token");
  const once = tokensFor("rich", 1_000);
  expect(textOf({ kind: "rich", tokens: once }).length).toBeGreaterThanOrEqual(1_000);
  expect(textOf({ kind: "rich", tokens: once * 2 }).startsWith(textOf({ kind: "rich", tokens: once }))).toBe(true);
  expect(textOf({ kind: "code", tokens: 500 })).toContain("```ts\nexport function sum");
});

test("a token is a few characters", () => {
  for (let place = 0; place < 200; place += 1) expect(tokenAt("plain", place).length).toBeLessThanOrEqual(4);
});
