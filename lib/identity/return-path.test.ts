import fc from "fast-check";
import { expect, test } from "vitest";
import { returnPath } from "@/lib/identity/return-path";

const ORIGIN = "https://parley.example";

test.each([
  "https://evil.test/",
  "//evil.test",
  "/\\evil.test",
  "/\t/evil.test",
  "/\n//evil.test",
  "\\\\evil.test",
  "javascript:alert(1)",
  "evil.test",
  "/..//evil.test",
  "/./\\evil.test",
  " //evil.test",
  "",
  null,
  undefined,
])("%j leads home", (wanted) => {
  expect(returnPath(wanted)).toBe("/chat");
});

test.each(["/", "/pricing", "/chat/0190?x=1#end", "/billing/return?session_id=cs_1&next=//evil.test"])(
  "%s is ours",
  (wanted) => {
    expect(returnPath(wanted)).toBe(wanted);
  },
);

test("whatever is asked for, a browser stays here", () => {
  const pieces = fc.constantFrom(
    "/",
    "\\",
    "evil.test",
    "@",
    ":",
    "\t",
    "\n",
    " ",
    "..",
    ".",
    "%2f",
    "%5c",
    "?",
    "#",
    "a",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 10 }), (parts) => {
      expect(new URL(returnPath(parts.join("")), ORIGIN).origin).toBe(ORIGIN);
    }),
    { numRuns: 2_000 },
  );
});
