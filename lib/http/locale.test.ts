import fc from "fast-check";
import { expect, test } from "vitest";
import { localeOf } from "@/lib/http/locale";

test.each([
  [null, "en-US"],
  ["", "en-US"],
  ["*", "en-US"],
  ["not a tag", "en-US"],
  ["en-GB,en;q=0.9", "en-GB"],
  ["de-AT,de;q=0.9,en;q=0.8", "en-AT"],
  ["pt;q=0.9", "en-BR"],
  ["zh-Hant-TW", "en-TW"],
])("writes for %j in %s", (header, locale) => {
  expect(localeOf(header)).toBe(locale);
});

test("dates are in English words and in the region's order", () => {
  const format = (header: string) =>
    new Intl.DateTimeFormat(localeOf(header), { day: "numeric", month: "long", timeZone: "UTC" }).format(
      new Date("2026-03-03T12:00:00Z"),
    );
  expect(format("en-US")).toBe("March 3");
  expect(format("de-DE")).toBe("3 March");
});

test("whatever a browser sends, the answer is a locale that Intl takes", () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      expect(() => new Intl.NumberFormat(localeOf(header))).not.toThrow();
    }),
  );
});
