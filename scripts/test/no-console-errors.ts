import { afterEach, expect } from "vitest";

/** An error nobody expected is a failed test, even when every assertion held. */
const unexpected: string[] = [];
console.error = (...parts: unknown[]) => {
  unexpected.push(parts.map(String).join(" "));
};

afterEach(() => {
  const said = unexpected.splice(0);
  // oxlint-disable-next-line vitest/no-standalone-expect -- this runs as part of every test
  expect(said, "console.error was called").toEqual([]);
});
