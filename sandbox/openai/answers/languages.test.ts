import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Conversation } from "./conversation";
import { followUp } from "./follow-up";
import { answerIn, namedLanguage, otherLanguage } from "./languages";
import { EUROPEAN } from "./languages-european";
import { OTHER_SCRIPTS } from "./languages-other-scripts";

const ALL = [...OTHER_SCRIPTS, ...EUROPEAN];
const CASES = ALL.map((language): [string, (typeof ALL)[number]] => [language.greeting.slice(0, 12), language]);
const asked = (text: string, earlier: Conversation["earlier"] = []): Conversation => ({
  asked: text,
  text,
  system: "",
  earlier,
  pictures: [],
  files: [],
  format: undefined,
});

describe.each(CASES)("the language that greets with “%s”", (_, language) => {
  const said = answerIn(language, "Parley");

  test("has three points, a table of three columns' width, and something to say at the end", () => {
    expect(said.match(/^\d\. /gmu)).toEqual(["1. ", "2. ", "3. "]);
    const rows = said.match(/^\|.*\|$/gmu) ?? [];
    expect(rows).toHaveLength(4);
    expect(new Set(rows.map((row) => row.split("|").length)).size).toBe(1);
    expect(said.trim().split("\n").at(-1)!.length).toBeGreaterThan(8);
  });

  test("speaks of the subject it was given, whatever signs that has", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[$&'`\w ]{1,20}$/u), (topic) => {
        const about = answerIn(language, topic);
        expect(about).toContain(topic);
        expect(about.replaceAll(topic, "")).not.toContain("TOPIC");
      }),
    );
  });

  test("is told from English, and from each other one, by its own answer", () => {
    const text = `${language.opening} ${language.points.join(" ")}`.replaceAll("TOPIC", "Parley");
    const inReply = otherLanguage(asked(text)) ?? "";
    const [before = ""] = language.opening.split("TOPIC");
    expect(inReply.startsWith(before.trim())).toBe(true);
  });
});

describe("a language that is named", () => {
  test.each([
    ["in French, please", "Voici"],
    ["auf Deutsch", "Das Wichtigste"],
    ["now in Spanish", "Lo esencial"],
    ["into Italian", "L'essenziale"],
    ["translate it to Japanese", "「"],
    ["to Chinese", "关于"],
    ["in Korean", "“"],
    ["in Russian", "По теме"],
  ])("“%s” begins with %s", (text, start) => {
    const language = namedLanguage(text);
    expect(language && answerIn(language, "tea").startsWith(start)).toBe(true);
  });

  test.each(["in a nutshell", "to the point", "in Klingon", ""])("“%s” names none", (text) => {
    expect(namedLanguage(text)).toBeUndefined();
  });
});

describe("a prompt in English", () => {
  test.each([
    "Explain recursion",
    "What does the word 侘寂 mean in design?",
    "Translate “der Hund” for me",
    "café and naïve are words with marks",
    "```\nconst für = 'und die das';\n```\nWhat does this do?",
    "12345 + 6789",
    "",
  ])("is not taken for another: %j", (text) => {
    expect(otherLanguage(asked(text))).toBeUndefined();
  });
});

describe("a follow-up", () => {
  const earlier: Conversation["earlier"] = [
    { role: "user", text: "Explain recursion" },
    { role: "assistant", text: "## Recursion\n\nA function that calls itself.\n\n1. The base.\n2. The step." },
  ];

  test("never repeats itself word for word, and never comes without a question before it", () => {
    const moves = ["shorter", "tell me more", "why?", "an example", "simpler", "the first point", "what did I ask?"];
    const said = moves.map((move) => followUp(asked(move, earlier)));
    expect(new Set(said).size).toBe(moves.length);
    for (const move of moves) expect(followUp(asked(move))).toBeUndefined();
  });

  test("is short: a long message is a question of its own", () => {
    expect(followUp(asked(`why ${"is it so ".repeat(10)}`, earlier))).toBeUndefined();
  });

  test("stands whatever was said before", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), (question, answer) => {
        fc.pre(question.trim() !== "");
        const turns: Conversation["earlier"] = [
          { role: "user", text: question },
          { role: "assistant", text: answer },
        ];
        for (const move of ["shorter", "tell me more", "why?", "an example", "simpler", "point 2"]) {
          expect((followUp(asked(move, turns)) ?? "").trim(), move).not.toBe("");
        }
      }),
    );
  });
});
