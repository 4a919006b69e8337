import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const MAX_LINES = 250;
const SANDBOX = path.resolve(import.meta.dirname, "..");
const PACKAGES = ["ajv", "fast-check", "stripe", "typescript-api", "vitest"];

function filesIn(folder: string): [file: string, text: string][] {
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const code = names.filter((name) => /\.m?ts$|\.mjs$/.test(name) && !name.includes("node_modules"));
  return code.map((name) => [path.join(folder, name), fs.readFileSync(path.join(folder, name), "utf8")]);
}

test("no file of the sandboxes is longer than can be taken in, tests included", () => {
  const files = filesIn(SANDBOX);
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter(([, text]) => text.trimEnd().split("\n").length > MAX_LINES).map(([file]) => file)).toEqual([]);
});

test("this one reaches for nothing outside its folder, and what is not a test for no package either", () => {
  const strangers = filesIn(import.meta.dirname).flatMap(([file, text]) => {
    const isTest = /\.test\.ts$|[/\\](testing|schema-judge)[/\\]/.test(file);
    const wanted = [...text.matchAll(/^(?:(import type|import|export) (?:.* from )?|\} from )"([^"]+)";$/gm)];
    return wanted
      .filter(([, how, of = ""]) => isStranger(file, of) && !(isTest && PACKAGES.includes(of)) && how !== "import type")
      .map(([, , of]) => `${path.relative(SANDBOX, file)}: ${of}`);
  });
  expect(strangers).toEqual([]);
});

function isStranger(file: string, wanted: string): boolean {
  if (wanted.startsWith("node:")) return false;
  if (!wanted.startsWith(".")) return true;
  return path.relative(import.meta.dirname, path.resolve(path.dirname(file), wanted)).startsWith("..");
}
