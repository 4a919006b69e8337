import fs from "node:fs";
import { expect, test } from "vitest";
import { DEFECTS } from "@/scripts/planted/defects";

test("there are at least thirty, and no name twice", () => {
  expect(DEFECTS.length).toBeGreaterThanOrEqual(30);
  expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length);
});

test.each(DEFECTS)("$name: it can be planted", ({ file, find, replace, tests }) => {
  expect(fs.readFileSync(file, "utf8").split(find).length - 1).toBe(1);
  expect(replace).not.toBe(find);
  expect(tests.length).toBeGreaterThan(0);
  for (const place of tests) expect(fs.existsSync(place), place).toBe(true);
});
