import { expect, test } from "vitest";
import { marked, spread } from "./table";

test("a mark is kept by what is no more than it", () => {
  expect(marked(6, 6)).toEqual({ mark: "<= 6", holds: "yes" });
  expect(marked(6.01, 6)).toEqual({ mark: "<= 6", holds: "NO" });
  expect(marked(Number.NaN, 6).holds).toBe("NO");
});

test("a spread is named for its percentile", () => {
  const times = Array.from({ length: 200 }, (_, index) => index);
  expect(spread(times, 0.95)).toEqual({ "p50 ms": 100, "p95 ms": 190 });
  expect(spread(times, 0.99)).toEqual({ "p50 ms": 100, "p99 ms": 198 });
});
