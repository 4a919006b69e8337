import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capitalised, hash, keywords, pick, topicOf } from "./words";

describe("what a prompt is about", () => {
  test.each([
    ["Explain recursion", "recursion"],
    ["Please explain quantum computing in simple terms.", "quantum computing"],
    ["What is the capital of France?", "capital of France"],
    ["How do I choose a bicycle?", "choose a bicycle"],
    ["How does a heat pump work?", "heat pump"],
    ["Tell me about the history of tea, please", "history of tea"],
    ["Write a long essay about coffee", "essay about coffee"],
    ["bicycles", "bicycles"],
    ["First line\nsecond line", "First line"],
    ["Explain one two three four five six seven eight nine ten", "one two three four five six seven eight"],
    ["", "this"],
    ["?!", "this"],
  ])("“%s” is about %s", (text, topic) => {
    expect(topicOf(text)).toBe(topic);
  });

  test("is one short line, whatever the prompt is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const topic = topicOf(text);
        expect(topic.length).toBeGreaterThan(0);
        expect(topic.length).toBeLessThanOrEqual(80);
        expect(topic).not.toContain("\n");
      }),
    );
  });
});

describe("keywords", () => {
  test("are the words that carry the meaning, in order, each once", () => {
    expect(keywords("The cost of C++ and of Node.js: what does the cost mean for a naïve team?")).toEqual([
      "cost",
      "c++",
      "node.js",
      "mean",
      "naïve",
      "team",
    ]);
    expect(keywords("alpha beta gamma", 2)).toEqual(["alpha", "beta"]);
    expect(keywords("what is it?")).toEqual([]);
  });
});

describe("choosing by text", () => {
  test("gives the same each time, and uses the whole pool", () => {
    const pool = ["a", "b", "c"] as const;
    const picks = Array.from({ length: 100 }, (_, index) => pick(pool, `text ${index}`));
    expect(new Set(picks)).toEqual(new Set(pool));
    expect(picks).toEqual(Array.from({ length: 100 }, (_, index) => pick(pool, `text ${index}`)));
  });

  test("rests on a hash of 32 bits without a sign", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(hash(text)).toBe(hash(text) >>> 0);
      }),
    );
    // The published value of FNV-1a for "a".
    expect(hash("a")).toBe(0xe40c292c);
  });

  test("a capital goes in front, also where there is none to make", () => {
    expect([capitalised("tea"), capitalised("日本"), capitalised("")]).toEqual(["Tea", "日本", ""]);
  });
});
