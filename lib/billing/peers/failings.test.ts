import fs from "node:fs";
import { expect, test } from "vitest";
import { FAILINGS } from "@/lib/billing/peers/failings";

test.each(FAILINGS)("$whose $what; here a test would fail", ({ file, title }) => {
  const titles = fs.readFileSync(file, "utf8");
  expect(titles).toContain(title);
});

test("every test beside this one is of a failing that is listed", () => {
  const written = ["events", "charges"].flatMap((name) => {
    const text = fs.readFileSync(`lib/billing/peers/${name}.test.ts`, "utf8");
    return [...text.matchAll(/^test\("([^"]+)"/gmu)].map(([, title = ""]) => title);
  });
  expect(written.length).toBeGreaterThanOrEqual(7);
  expect(FAILINGS.map(({ title }) => title)).toEqual(expect.arrayContaining(written));
});
