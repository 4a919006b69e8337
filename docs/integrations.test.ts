import fs from "node:fs";
import { expect, test } from "vitest";
import { Variables } from "@/lib/platform/env-schema";

const page = fs.readFileSync("docs/INTEGRATIONS.md", "utf8");
const readme = fs.readFileSync("README.md", "utf8");

test("every adapter has its section, and every section its adapter", () => {
  const adapters = fs.readdirSync("lib/adapters", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const sections = [...page.matchAll(/^### (\w[\w-]*)$/gm)].map(([, name]) => name ?? "");
  expect(sections.toSorted()).toEqual(adapters.map(({ name }) => name).toSorted());
});

test("every section says what happens without its configuration and when it fails", () => {
  const sections = page
    .split(/^### /m)
    .slice(1)
    .map((section) => section.split(/^## /m)[0] ?? "");
  for (const section of sections) {
    expect(section).toMatch(/\*\*SDK:\*\*[\s\S]*\*\*Secrets:\*\*[\s\S]*\*\*Not configured:\*\*[\s\S]*\*\*Failing:\*\*/);
  }
});

test("the variables that the page names exist", () => {
  const named = [...page.matchAll(/`([A-Z][A-Z0-9]+_[A-Z0-9_]+)`/g)].map(([, name]) => name ?? "");
  for (const name of named) expect(Object.keys(Variables.shape)).toContain(name);
});

test("each vendor's SDK that the page names is a dependency", () => {
  const { dependencies } = JSON.parse(fs.readFileSync("package.json", "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const [, sdk] of page.matchAll(/\*\*SDK:\*\* `([^`]+)`/g)) expect(Object.keys(dependencies)).toContain(sdk);
});

test("the README's table has every variable, and no other", () => {
  const table = readme.slice(readme.indexOf("## Configuration"), readme.indexOf("## Going live"));
  const listed = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell]) =>
    [...(cell ?? "").matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name ?? ""),
  );
  expect(listed.toSorted()).toEqual(Object.keys(Variables.shape).toSorted());
});
