import fc from "fast-check";
import { expect, test } from "vitest";
import { safeUrl } from "./safe-url";

test.each(["https://a.test", "http://a.test/b?c#d", "HTTPS://A.test", "mailto:a@b.test"])("%s may be a link", (url) => {
  expect(safeUrl(url)).toBe(url);
});

test.each([
  "javascript:alert(1)",
  " javascript:alert(1)",
  "java\tscript:alert(1)",
  "data:text/html,x",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://a.test/1",
  "//a.test",
  "/api/openai/chat",
  "#note",
  "a.test",
  "https://",
  "",
  undefined,
])("%j may not", (url) => {
  expect(safeUrl(url)).toBeUndefined();
});

test("whatever comes through is for the web or for mail, as a browser reads it", () => {
  const schemes = fc.constantFrom("javascript:", "data:", "https://", "mailto:", "java\nscript:", "\u0000https:", "");
  fc.assert(
    fc.property(schemes, fc.string(), (scheme, rest) => {
      const url = safeUrl(scheme + rest);
      expect(url === undefined ? "https:" : new URL(url).protocol).toMatch(/^(https?|mailto):$/);
    }),
  );
});
