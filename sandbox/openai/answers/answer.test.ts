import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerTo } from "./answer";
import type { Conversation, Turn } from "./conversation";
import { asking } from "./testing/asking";

function answer(text: string, more: Partial<Conversation> = {}) {
  return answerTo(asking(text, more));
}

function after(question: string, text: string) {
  const earlier: Turn[] = [
    { role: "user", text: question },
    { role: "assistant", text: answer(question) },
  ];
  return answer(text, { earlier });
}

describe("each kind of prompt gets its kind of answer", () => {
  test.each<[string, string, RegExp]>([
    ["a greeting", "Hello there!", /would you like to work on/u],
    ["thanks", "Thanks a lot", /You're welcome/u],
    ["what it can do", "What can you do?", /\*\*calculate\*\*/u],
    ["a comparison", "Compare Postgres and MySQL in a table", /\| \| Postgres \| MySQL \|\n\|---\|---\|---\|/u],
    ["a versus", "cats vs dogs", /\| \*\*Choose it when\*\* \| .+ \| .+ \|/u],
    ["TypeScript", "Write a debounce function in TypeScript", /```typescript\nexport function debounce/u],
    ["code without a language", "Implement a binary search", /```typescript\n[\s\S]*binarySearch/u],
    ["Python", "A Python function for the Fibonacci numbers", /```python\n[\s\S]*def fibonacci/u],
    ["SQL", "SQL query for the revenue per month", /```sql\nwith months/u],
    ["Rust", "Write a Rust program that counts words", /```rust\n[\s\S]*HashMap/u],
    ["shell", "A bash script that makes a backup", /```bash\n#!\/usr\/bin\/env bash/u],
    ["other code", "Write a Python function for my stamps", /I took “Python function for my stamps” as/u],
    ["maths", "Explain the quadratic formula", /\$\$\nx_\{1,2\} = \\frac/u],
    [
      "a flow",
      "Draw a flowchart: order -> pay -> ship",
      /```mermaid\nflowchart TD\n {2}s1\["Order"\]\n {2}s2\["Pay"\]/u,
    ],
    ["a sequence", "A mermaid sequence diagram of sign-in", /```mermaid\nsequenceDiagram/u],
    ["a refusal", "How do I make a bomb at home?", /^I can't help with that\. It concerns weapons/u],
    ["despair", "I want to kill myself", /988/u],
    ["a plan", "Make a plan for moving house", /## A plan for moving house[\s\S]*- \[ \]/u],
    ["an email", "Write an email to my boss about a day off", /\*\*Subject:\*\* A day off\n\nDear Boss,/u],
    ["an explanation", "Explain photosynthesis", /Chlorophyll/u],
    ["an unknown subject", "Explain sourdough in simple terms", /^## Sourdough\n/u],
    ["advice", "Should I buy a bicycle or a tram pass?", /### A way to decide/u],
    ["nothing to go by", "???", /I can not make out a question/u],
  ])("%s", (_, text, expected) => {
    expect(answer(text)).toMatch(expected);
  });

  test("a list is as long as was asked for", () => {
    expect(answer("Give me 5 tips for better sleep").match(/^\d+\. /gmu)).toHaveLength(5);
    expect(answer("Give me 15 ideas for a garden").match(/^\d+\. /gmu)).toHaveLength(15);
  });

  test("very long is a hundred kilobytes, and a number of words about that many", () => {
    expect(answer("Write a very long essay about tea").length).toBeGreaterThan(100_000);
    const words = answer("Write 2000 words about tea").split(/\s+/u).length;
    expect(words).toBeGreaterThan(1_600);
    expect(words).toBeLessThan(2_800);
  });

  test("a summary keeps sentences of the text, and is shorter", () => {
    const text =
      "The bridge was built in 1890. It carried trains for sixty years before the line closed. Today the bridge is a path for walkers, and the town pays for it. In winter the path closes because of ice. Many want the bridge to be listed.";
    const summary = answer(`Summarise this text: ${text}`);
    const [, kept = ""] = /\*\*Summary\.\*\* (.+)/u.exec(summary) ?? [];
    expect(kept.length).toBeLessThan(text.length);
    for (const sentence of kept.match(/[^.]+\./gu)!) expect(text).toContain(sentence.trim());
  });
});

describe("other languages", () => {
  test.each([
    ["Chinese", "请介绍一下北京的历史", /\p{Script=Han}/gu],
    ["Japanese", "京都の歴史について教えてください", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
    ["Korean", "서울의 역사를 알려 주세요", /\p{Script=Hangul}/gu],
    ["Arabic", "حدثني عن تاريخ القاهرة", /\p{Script=Arabic}/gu],
    ["Hindi", "दिल्ली के इतिहास के बारे में बताओ", /\p{Script=Devanagari}/gu],
    ["Russian", "Расскажи об истории Москвы", /\p{Script=Cyrillic}/gu],
  ])("a prompt in %s is answered in its script", (_, text, script) => {
    const said = answer(text);
    const letters = said.match(/\p{L}/gu)!.length;
    expect(said.match(script)!.length / letters).toBeGreaterThan(0.45);
    expect(said).toContain(text.slice(0, 6));
    expect(said.length).toBeGreaterThan(text.length * 3);
  });

  test.each([
    ["你好", "你好！"],
    ["Bonjour", "Bonjour !"],
    ["Comment est-ce que je peux apprendre le piano ?", "Voici l'essentiel"],
    ["Wie kann ich bitte ein Fahrrad reparieren?", "Das Wichtigste"],
    ["¿Cómo puedo aprender para un examen?", "Lo esencial"],
    ["Come posso imparare il piano? Spiega grazie", "L'essenziale"],
  ])("%s begins with %s", (text, start) => {
    const said = answer(text);
    // Only where the small words of the language are there; a bare hello has too few of them to be sure.
    expect(said.startsWith(start) || text === "Bonjour").toBe(true);
  });

  test("an English text with a few foreign words stays English", () => {
    expect(answer("Explain what the word 侘寂 means in Japanese design")).toMatch(/### How it works/u);
  });
});

describe("a follow-up", () => {
  test.each<[string, RegExp]>([
    ["shorter please", /^Shorter: A recursive function/u],
    ["Now in French", /^Voici l'essentiel sur « recursion »/u],
    ["translate it to Japanese", /^「recursion」/u],
    ["explain the second point", /^Point 2 was:\n\n> State the \*\*step\*\*/u],
    ["What about point 3?", /^Point 3 was:/u],
    ["explain the seventh point", /There were 3 points in it, and no number 7/u],
    ["what did I just ask?", /> Explain recursion\n/u],
    ["tell me more", /### 1\. base case/u],
    ["give me an example", /An example for \*\*recursion\*\*/u],
    ["why?", /^Because of this: State the \*\*base case\*\*/u],
    ["in simpler words: simpler please", /In plain words: \*\*recursion\*\*/u],
  ])("“%s” uses what was said before", (text, expected) => {
    expect(after("Explain recursion", text)).toMatch(expected);
  });

  test("to nothing is an ordinary prompt", () => {
    expect(answer("shorter please")).not.toMatch(/^Shorter/u);
  });

  test("asks back when the answer had no points", () => {
    expect(after("What is 2 + 2?", "explain the second point")).toContain("no numbered points");
  });
});

describe("for machines", () => {
  test("a title is a few words and no more", () => {
    const system = "Write a short title for this conversation. Answer with the title only.";
    expect(answer("Explain how TCP congestion control works in detail", { system })).toBe("TCP congestion control");
    for (const question of [
      "Hi",
      "Explain recursion",
      "Compare tea and coffee",
      "Bread",
      "日本",
      "What is a haiku?",
      "*",
      "How do I write a very good and long letter to my old landlord about the heating?",
    ]) {
      expect(answer(question, { system }).split(" ").length, question).toBeGreaterThanOrEqual(3);
      expect(answer(question, { system }).split(" ").length, question).toBeLessThanOrEqual(6);
    }
    expect(answer("Generate a title for this chat:\n\nHow do I bake bread at home?")).toBe("Bake bread at home");
    expect(answer("你好，请介绍一下北京", { system }).length).toBeLessThanOrEqual(80);
  });

  test("JSON mode gives JSON, with the keys that were named", () => {
    const format = { type: "json_object" };
    const named = JSON.parse(
      answer("Invent a fruit as JSON with the keys name, colour and price", { format }),
    ) as object;
    expect(Object.keys(named)).toEqual(["name", "colour", "price"]);
    expect(JSON.parse(answer("JSON about tea", { format }))).toMatchObject({
      topic: expect.stringContaining("tea") as string,
    });
  });

  test("a schema is kept to", () => {
    const schema = {
      type: "object",
      properties: {
        name: { type: "string" },
        age: { type: "integer", minimum: 18 },
        kind: { enum: ["a", "b"] },
        tags: { type: "array", minItems: 3, items: { type: ["null", "string"] } },
        inner: { anyOf: [{ type: "object", properties: { ok: { type: "boolean" }, none: { type: "null" } } }] },
        fixed: { const: 7 },
      },
    };
    const value: unknown = JSON.parse(answer("a person", { format: { type: "json_schema", json_schema: { schema } } }));
    const text: unknown = expect.any(String);
    expect(value).toEqual({
      name: text,
      age: 18,
      kind: "a",
      tags: [text, text, text],
      inner: { ok: true, none: null },
      fixed: 7,
    });
  });

  test("a schema without end comes to one", () => {
    const schema: Record<string, unknown> = { type: "object" };
    schema["properties"] = { again: schema };
    expect(answer("x", { format: { type: "json_schema", json_schema: { schema } } })).toMatch(/null\}+$/u);
  });
});

test("pictures are not made up", () => {
  const pictures = [
    { kind: "PNG", size: { width: 640, height: 480 }, colour: "blue" },
    { kind: undefined, size: undefined, colour: undefined },
  ];
  const said = answer("What is this?", { pictures });
  expect(said).toMatch(/^2 pictures arrived/u);
  expect(said).toContain("A **PNG** picture, **640 × 480** pixels, mostly **blue**");
  expect(said).toContain("does not fetch");
  expect(said).toContain("does not see what a picture shows");
});

test("files are named and weighed, and plain text is begun", () => {
  const files = [
    { name: "notes.txt", bytes: 12, text: "Buy new milk" },
    { name: "scan.pdf", bytes: 900, text: "" },
  ];
  const said = answer("Look", { files });
  expect(said).toMatch(/^2 files arrived[\s\S]*notes\.txt.*12 bytes, 3 words.*“Buy new milk”/u);
  expect(said).toMatch(/scan\.pdf.*900 bytes.*not plain text/u);
});

test("any text gets the same answer twice, never an empty one, and never only itself", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(fc.string(), { maxLength: 3 }),
      (text, before) => {
        const earlier = before.map((said, index): Turn => ({ role: index % 2 ? "assistant" : "user", text: said }));
        const said = answer(text, { earlier });
        expect(said).toBe(answer(text, { earlier }));
        expect(said.trim()).not.toBe("");
        expect(said.trim()).not.toBe(text.trim());
      },
    ),
    { numRuns: 300 },
  );
});

test.each(["(", " ", "\n", "is ", "1-", "- ", "a vs ", "2026-01-01 ", "in km ", "日", "#", "what is "])(
  "a megabyte of %j does not hold up the others",
  (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    // What is quadratic here takes minutes, and fails by the limit of the test.
    const said = answer(text, {
      earlier: [
        { role: "user", text },
        { role: "assistant", text },
      ],
      system: text,
    });
    expect(said).not.toBe("");
  },
);
