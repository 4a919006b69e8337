import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Command, matching } from "./match";

const command = (label: string, words?: string): Command => ({
  id: label,
  label,
  group: "More",
  run: () => {},
  ...(words ? { words } : {}),
});
const COMMANDS = [
  command("Rename this chat", "title"),
  command("New chat"),
  command("Plan and billing", "money invoice subscription"),
  command("Dark theme", "night"),
];
const found = (typed: string) => matching(COMMANDS, typed).map(({ label }) => label);

describe("what fits", () => {
  test("begins so, before what only has it inside", () => {
    expect(found("n")[0]).toBe("New chat");
    expect(found("chat")).toEqual(["Rename this chat", "New chat"]);
  });

  test("is found by other words and by scattered letters", () => {
    expect(found("invoice")).toEqual(["Plan and billing"]);
    expect(found("dkth")).toEqual(["Dark theme"]);
  });

  test("is nothing for what nobody offers, and everything for nothing", () => {
    expect(found("zebra")).toEqual([]);
    expect(found("  ")).toEqual(COMMANDS.map(({ label }) => label));
  });
});

test("every command is found by any beginning of its name", () => {
  fc.assert(
    fc.property(fc.constantFrom(...COMMANDS), fc.integer({ min: 1, max: 16 }), (wanted, length) => {
      expect(matching(COMMANDS, wanted.label.slice(0, length))).toContain(wanted);
    }),
  );
});
