import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { faultyCards } from "../rules/cards";
import { SCOPES } from "./fields";
import { FAULT_KINDS, faultKind } from "./kinds";

const README = fs.readFileSync(path.resolve(import.meta.dirname, "..", "README.md"), "utf8");
const section = README.slice(README.indexOf("\n## Faults\n")).split("\n## ")[1] ?? "";
const rows = section.split("\n").filter((line) => line.startsWith("| `"));

test.each(FAULT_KINDS)(
  "the README's row of %s says what it does and which fields it has, with their defaults",
  (kind) => {
    const { does, options } = faultKind(kind);
    const fields = options.map((field) => `\`${field.name}\` (${String(field.default)})`).join(", ");
    expect(rows).toContain(`| \`${kind}\` | ${does} | ${fields} |`);
  },
);

test.each(faultyCards())(
  "the README's row of $number names it $name and says what it orders",
  ({ number, name, fault }) => {
    const spaced = number.match(/.{4}/g)?.join(" ") ?? "";
    expect(rows).toContain(`| \`${spaced}\` | \`${name}\` | \`${fault.kind}\` |`);
  },
);

test("the README tells of nothing else, and of every field that all have", () => {
  expect(rows).toHaveLength(FAULT_KINDS.length + faultyCards().length);
  for (const { name } of [...SCOPES.request, ...SCOPES.webhook]) expect(section).toContain(`\`${name}\``);
});
