import { expect, test } from "vitest";
import { wantedMaxAgeS } from "@/lib/http/max-age";

test.each([
  ["max-age=60", 60],
  ["Max-Age=60, max-stale", 60],
  ['max-age="60"', 60],
  ["max-age=0", undefined],
  ["max-age=-1", undefined],
  ["max-age=1.5", undefined],
  ["max-age=9999999999", undefined],
  ["max-age=60, no-cache", undefined],
  ["no-store, max-age=60", undefined],
  ["", undefined],
])("Cache-Control: %s takes answers of %s seconds", (value, seconds) => {
  expect(wantedMaxAgeS(new Headers({ "cache-control": value }))).toBe(seconds);
});
