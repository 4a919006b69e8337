import { expect, test } from "vitest";
import { wayBack } from "./way-back";

const here = { href: "https://parley.test/chat?temporary=1" };
const destination = { key: "k1", url: "https://parley.test/billing", sameDocument: true };
const step = { navigationType: "traverse", cancelable: true, destination } as const;

test("a step in the history that leaves the page is known by its entry", () => {
  expect(wayBack(step, here)).toBe("k1");
  expect(wayBack({ ...step, destination: { ...destination, url: "https://parley.test/chat" } }, here)).toBe("k1");
});

test.each([
  ["goes somewhere new, which the router has begun already", { ...step, navigationType: "push" as const }],
  ["replaces the address", { ...step, navigationType: "replace" as const }],
  ["can not be held up", { ...step, cancelable: false }],
  ["leaves the app, where the browser asks", { ...step, destination: { ...destination, sameDocument: false } }],
  ["stays on the page", { ...step, destination: { ...destination, url: `${here.href}#top` } }],
])("nothing is asked where it %s", (_what, other) => {
  expect(wayBack(other, here)).toBeUndefined();
});
