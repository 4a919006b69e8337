import { expect, test } from "vitest";
import { runWholeInference } from "@/lib/inference/whole";
import { AppError } from "@/lib/platform/errors";
import { modelById } from "@/lib/usage/catalogue";

const request = {
  sourceId: "title:1",
  model: modelById("parley-swift"),
  turns: [{ role: "user" as const, content: "Say hello" }],
  maxOutputTokens: 100,
};
const usage = { inputTokens: 9, cachedInputTokens: 0, outputTokens: 3, reasoningTokens: 0 };

test("is charged what the provider says was used", async () => {
  const whole = { text: "A friendly hello", finishReason: "stop", usage, providerRequestId: "req_1" };
  expect(await runWholeInference(request, () => Promise.resolve(whole))).toMatchObject({
    text: "A friendly hello",
    ending: { kind: "completed", finishReason: "stop" },
    providerRequestId: "req_1",
    charge: { use: { ...usage, estimated: false }, costMicros: 9n },
  });
});

test("costs nothing when nothing was said", async () => {
  const inference = await runWholeInference(request, () => Promise.resolve({ text: "", finishReason: "length" }));
  expect(inference).toMatchObject({ text: "", ending: { kind: "completed", finishReason: "length" } });
  expect(inference.charge).toBeUndefined();
});

test("asks once more after a hiccup, and ends in the failure when that is no use", async () => {
  let calls = 0;
  const failing = () => {
    calls += 1;
    return Promise.reject(new AppError("model_down"));
  };
  const inference = await runWholeInference(request, failing);
  expect(inference).toMatchObject({ text: "", ending: { kind: "failed", failure: { code: "model_down" } } });
  expect(calls).toBe(2);
});
