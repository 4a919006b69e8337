import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "../errors";
import { FAULT_LIST, FAULT_NAMES, faultNamed, isFaultName } from "./faults";
import { wishesOf, withoutSentinels } from "./wishes";

describe("what a request asks of the sandbox", () => {
  test("is nothing, as a rule", () => {
    expect(wishesOf({ text: "Explain [sandboxes] and [[links]]" })).toEqual({ faults: [], pace: {} });
  });

  test.each([
    ["a sentinel in the text", { text: "Hi [sandbox:cut]" }],
    ["a header", { text: "Hi", headers: { "x-sandbox-fault": " cut " } }],
    ["the request's metadata", { text: "Hi", metadata: { sandbox_fault: "cut" } }],
  ])("is a fault by %s", (_, source) => {
    expect(wishesOf(source).faults).toEqual(["cut"]);
  });

  test("may be several faults, the nearest named last", () => {
    const source = {
      text: "[sandbox:crlf] Hi [sandbox:length]",
      headers: { "x-sandbox-fault": "slow,,fast" },
      metadata: { sandbox_fault: "no-done" },
    };
    expect(wishesOf(source).faults).toEqual(["slow", "fast", "no-done", "crlf", "length"]);
  });

  test.each([
    ["[[2 tokens/s]]", { tokensPerSecond: 2 }],
    ["[[1 token/s]]", { tokensPerSecond: 1 }],
    ["[[0.5 tokens/s]]", { tokensPerSecond: 0.5 }],
    ["[[ 2000 tokens/s ]]", { tokensPerSecond: 2_000 }],
    ["[[unlimited tokens/s]]", { tokensPerSecond: 0 }],
    ["[[first token after 3 s]]", { ttftMs: 3_000 }],
    ["[[first token after 250ms]] [[9 tokens/s]]", { ttftMs: 250, tokensPerSecond: 9 }],
    ["[[fast tokens/s]] [[-1 tokens/s]]", {}],
  ])("is the pace %s", (text, pace) => {
    expect(wishesOf({ text: `Hello ${text}` }).pace).toEqual(pace);
  });

  test("is the pace that was asked for nearest to the question", () => {
    const headers = { "x-sandbox-ttft-ms": "1", "x-sandbox-tokens-per-second": "1" };
    const metadata = { sandbox_ttft_ms: "2", sandbox_tokens_per_second: "2" };
    expect(wishesOf({ text: "Hi", headers }).pace).toEqual({ ttftMs: 1, tokensPerSecond: 1 });
    expect(wishesOf({ text: "Hi", headers, metadata }).pace).toEqual({ ttftMs: 2, tokensPerSecond: 2 });
    expect(wishesOf({ text: "Hi [[3 tokens/s]]", headers, metadata }).pace).toEqual({ ttftMs: 2, tokensPerSecond: 3 });
  });

  test.each([
    [{ text: "[sandbox:429s]" }, "messages"],
    [{ text: "", headers: { "x-sandbox-fault": "toString" } }, "x-sandbox-fault"],
    [{ text: "", metadata: { sandbox_fault: "no such" } }, "metadata.sandbox_fault"],
  ])("that does not exist is refused, and told where it stood", (source, param) => {
    const failure = failureOf(() => wishesOf(source));
    expect(failure).toMatchObject({ status: 400, body: { error: { code: "unknown_sentinel", param } } });
    expect(failure?.message).toContain("insufficient_quota");
  });

  test("is not part of the question", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...FAULT_NAMES.map((name) => `[sandbox:${name}]`),
          "[[2 tokens/s]]",
          "[[first token after 1 s]]",
        ),
        (sentinel) => {
          expect(withoutSentinels(`Explain ${sentinel} tea ${sentinel}`)).toBe("Explain tea");
        },
      ),
    );
  });
});

describe("the table of faults", () => {
  test("has a few words and an effect for each", () => {
    for (const { name, does } of FAULT_LIST) {
      expect(does, name).toMatch(/\S \S/u);
      expect(Object.keys(faultNamed(name, "parley-swift")), name).toHaveLength(1);
    }
    expect(new Set(FAULT_LIST.map(({ does }) => does)).size).toBe(FAULT_NAMES.length);
  });

  test("knows no other name, also none that every object has", () => {
    for (const name of ["", "toString", "__proto__", "constructor"]) {
      expect(isFaultName(name)).toBe(false);
      expect(faultNamed(name, "parley-swift")).toEqual({});
    }
  });
});

function failureOf(work: () => unknown): ApiError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof ApiError ? error : undefined;
  }
}
