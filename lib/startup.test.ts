import { expect, test } from "vitest";
import { allJobs } from "@/lib/startup";

const nothing = async () => {};

test("every job of every domain has a name of its own", () => {
  const names = Object.keys(allJobs());
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) expect(name).toMatch(/^[a-z]+\.[a-z-]+$/);
});

test("two domains that claim one name are refused instead of losing one", () => {
  expect(() => allJobs([{ "a.sweep": nothing }, { "b.sweep": nothing, "a.sweep": nothing }])).toThrow("a.sweep");
});
