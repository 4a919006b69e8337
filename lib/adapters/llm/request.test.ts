import { expect, test } from "vitest";
import { parametersOf } from "@/lib/adapters/llm/request";
import { picturesIn, type Part, wordsOf } from "@/lib/adapters/llm/turn";

const PICTURE: Part = { kind: "image", mediaType: "image/png", dataUrl: "data:image/png;base64,AAAA" };
const REQUEST = { model: "m", maxOutputTokens: 9 };

test("plain words go over the wire as they are, and no temperature unless one is asked for", () => {
  const turns = [
    { role: "system" as const, content: "Be brief." },
    { role: "user" as const, content: "Hi" },
  ];
  expect(parametersOf({ ...REQUEST, turns })).toEqual({ model: "m", max_completion_tokens: 9, messages: turns });
  expect(parametersOf({ ...REQUEST, turns, temperature: 0 })).toHaveProperty("temperature", 0);
});

test("a person's pictures go along, in their order", () => {
  const content: Part[] = [{ kind: "text", text: "Before" }, PICTURE, { kind: "text", text: "after" }];
  expect(parametersOf({ ...REQUEST, turns: [{ role: "user", content }] }).messages).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "Before" },
        { type: "image_url", image_url: { url: "data:image/png;base64,AAAA", detail: "auto" } },
        { type: "text", text: "after" },
      ],
    },
  ]);
});

test.each(["system", "assistant"] as const)("a picture in a %s message has no place in the protocol", (role) => {
  const content: Part[] = [{ kind: "text", text: "Words" }, PICTURE];
  expect(parametersOf({ ...REQUEST, turns: [{ role, content }] }).messages).toEqual([{ role, content: "Words" }]);
});

test("the words and the pictures of a turn are told apart", () => {
  const content: Part[] = [PICTURE, { kind: "text", text: "one" }, PICTURE, { kind: "text", text: "two" }];
  expect([wordsOf(content), picturesIn(content)]).toEqual(["one\ntwo", 2]);
  expect([wordsOf("plain"), picturesIn("plain")]).toEqual(["plain", 0]);
});
