import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Running } from "../http/listen";
import { embed } from "./features";
import { clientOf, quickSandbox } from "./testing";

let sandbox: Running;
beforeAll(async () => {
  sandbox = await quickSandbox();
});
afterAll(() => sandbox.close());

function cosine(one: ArrayLike<number>, other: ArrayLike<number>) {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += one[index]! * other[index]!;
  return sum;
}

describe("over the wire", () => {
  test("base64, which the SDK asks for, and float are the same vector of length one", async () => {
    const ask = { model: "parley-embed", input: "The price of a subscription" };
    const coded = await clientOf(sandbox).embeddings.create(ask);
    const plain = await clientOf(sandbox).embeddings.create({ ...ask, encoding_format: "float" });
    const [one, other] = [coded.data[0]!.embedding, plain.data[0]!.embedding];
    expect(one).toHaveLength(1_536);
    expect(one).toEqual(other);
    expect(cosine(one, one)).toBeCloseTo(1, 5);
  });

  test("many texts come back in their order, with the tokens of all", async () => {
    const { data, usage } = await clientOf(sandbox).embeddings.create({
      model: "text-embedding-3-small",
      input: ["one", "two", "three"],
      dimensions: 64,
    });
    expect(data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 64],
      [1, 64],
      [2, 64],
    ]);
    expect(data[1]!.embedding).toEqual([...embed("two", 64)]);
    expect(usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
  });

  test("token numbers are taken as well", async () => {
    const { data } = await clientOf(sandbox).embeddings.create({ model: "parley-embed", input: [[1, 2], [3]] });
    expect(data).toHaveLength(2);
  });

  test.each([
    ["an empty text", { input: "" }, "input"],
    ["no text at all", { input: [] }, "input"],
    ["too long a text", { input: "word ".repeat(9_000) }, "input"],
    ["too many dimensions", { input: "x", dimensions: 9_999 }, "dimensions"],
    ["a chat model", { input: "x", model: "parley-swift" }, "model"],
  ])("%s is a 400 that names its parameter", async (_, part, param) => {
    const request = clientOf(sandbox).embeddings.create({ model: "parley-embed", ...part });
    await expect(request).rejects.toMatchObject({ status: 400, param });
  });
});

describe("nearness", () => {
  const near = (one: string, other: string) => cosine(embed(one, 1_536), embed(other, 1_536));

  test.each([
    ["How do I cancel my subscription?", "Cancelling a subscription", "A recipe for bread"],
    ["the cost of a plan", "price of the plan", "how to stop a leaking tap"],
    ["我怎么取消订阅", "取消订阅的方法", "今天天气很好"],
    ["my dog eats shoes", "puppy ate a shoe", "postgres index on a column"],
  ])("%s is nearer to %s than to %s", (text, alike, other) => {
    expect(near(text, alike)).toBeGreaterThan(near(text, other) + 0.1);
  });

  test("a text without words has a direction too", () => {
    expect(near("!!!", "!!!")).toBeCloseTo(1, 5);
    expect([...embed(" ", 1)]).toHaveLength(1);
  });
});
