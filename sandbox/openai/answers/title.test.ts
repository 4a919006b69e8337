import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Conversation } from "./conversation";
import { title } from "./title";
import { asking } from "./testing/asking";

const SYSTEM = "Name this conversation: a title of at most six words, and nothing else.";

function titled(text: string, more: Partial<Conversation> = {}) {
  return title(asking(text, { system: SYSTEM, ...more }));
}

describe("a title", () => {
  test.each([
    ["Explain recursion", "Recursion in plain words"],
    ["What is a haiku?", "Haiku in plain words"],
    ["Compare tea and coffee", "Compare tea and coffee"],
    ["Hi!", "A friendly hello"],
    ["Write a poem", "Writing about poem"],
    ["Bread", "Questions about Bread"],
    ["How do I bake bread at home?", "Bake bread at home"],
    ["User: Explain how TCP congestion control works in detail", "TCP congestion control"],
  ])("for “%s” is “%s”", (question, expected) => {
    expect(titled(question)).toBe(expected);
  });

  test("is of the first question, also when there were more", () => {
    const earlier: Conversation["earlier"] = [
      { role: "user", text: "How do I bake bread at home?" },
      { role: "assistant", text: "Slowly." },
    ];
    expect(titled("And now?", { earlier })).toBe("Bake bread at home");
  });

  test("has three to six words and nothing that Markdown would read, for any question of words", () => {
    const word = fc.stringMatching(/^[a-z]{2,9}$/u);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 20 }),
        fc.constantFrom("", "?", "!", "**", "`x`"),
        (words, end) => {
          const said = titled(words.join(" ") + end) ?? "";
          expect(said.split(" ").length).toBeGreaterThanOrEqual(3);
          expect(said.split(" ").length).toBeLessThanOrEqual(6);
          expect(said).not.toMatch(/[*_`#"\n]|[.?!]$/u);
        },
      ),
    );
  });
});

describe("who asks for a title", () => {
  test.each([
    "Write a short title for this conversation.",
    "You write titles. Answer with 3 to 6 words for the message.",
    "Summarise the chat as a headline of a few words.",
  ])("instructions such as “%s”", (system) => {
    expect(titled("Explain recursion", { system })).toBe("Recursion in plain words");
  });

  test.each([
    "You are a helpful assistant.",
    "You are a librarian who knows each title by heart.",
    `You are a knight of the old title. ${"You speak in rhymes. ".repeat(60)} Keep the conversation lively.`,
  ])("not instructions such as “%s”", (system) => {
    expect(titled("Explain recursion", { system })).toBeUndefined();
  });

  test("a person, too", () => {
    const asked = "Suggest a title for this chat: How do I bake bread at home?";
    expect(titled(asked, { system: "" })).toBe("Bake bread at home");
    expect(titled("Which title did the king have?", { system: "" })).toBeUndefined();
  });
});
