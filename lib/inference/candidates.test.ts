import { expect, test } from "vitest";
import { candidatesFor } from "@/lib/inference/candidates";
import type { Turn } from "@/lib/inference/facts";
import { modelById } from "@/lib/usage/catalogue";

const swift = modelById("parley-swift");
const words: Turn[] = [{ role: "user", content: "Hi" }];
const picture: Turn[] = [
  { role: "user", content: [{ kind: "image", mediaType: "image/png", dataUrl: "data:image/png;base64,AA" }] },
];

const named = (...found: Parameters<typeof candidatesFor>) =>
  candidatesFor(...found).map(({ model, endpoint, isRetry }) => `${model.id} ${endpoint}${isRetry ? " again" : ""}`);

test("without a fallback the model itself is asked, at most twice", () => {
  const alone = { ...swift };
  delete alone.fallback;
  expect(named({ model: alone, turns: words }, false)).toEqual(["parley-swift primary", "parley-swift primary again"]);
});

test("the second provider comes before the second model", () => {
  expect(named({ model: { ...swift, fallback: "parley-sage" }, turns: words }, true)).toEqual([
    "parley-swift primary",
    "parley-swift primary again",
    "parley-swift fallback",
    "parley-sage primary",
  ]);
});

test.each([
  [true, picture, 3],
  [false, picture, 2],
  [false, words, 3],
])("a fallback whose sight is %s is asked only about what it can see", (vision, turns, count) => {
  const find = () => ({ ...modelById("parley-sage"), vision });
  expect(named({ model: { ...swift, fallback: "parley-sage" }, turns }, false, find)).toHaveLength(count);
});
