import { expect, test } from "vitest";
import { wayOut } from "./way-out";

const press = { button: 0, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false, defaultPrevented: false };
const link = (href: string, { target = "", download = false } = {}) => ({
  href,
  target,
  hasAttribute: (name: string) => download && name === "download",
});
const here = { href: "https://parley.test/chat?temporary=1", origin: "https://parley.test" };

test.each(["button", "metaKey", "ctrlKey", "shiftKey", "altKey", "defaultPrevented"] as const)(
  "a press with another %s is not asked about: this tab stays",
  (name) => {
    const other = { ...press, [name]: name === "button" ? 1 : true };
    expect(wayOut(other, link("https://parley.test/chat"), here)).toBeUndefined();
  },
);

test.each([
  ["another tab", link("https://parley.test/terms", { target: "_blank" })],
  ["a download", link("https://parley.test/api/files/f", { download: true })],
  ["another place of this page", link("https://parley.test/chat?temporary=1#top")],
  ["this page", link("https://parley.test/chat?temporary=1")],
  ["another site, where the browser asks", link("https://example.com/chat")],
  ["a mail", link("mailto:help@parley.test")],
])("a link to %s is not asked about", (_what, away) => {
  expect(wayOut(press, away, here)).toBeUndefined();
});

test.each([
  ["https://parley.test/chat", "/chat"],
  ["/billing?from=chat#plans", "/billing?from=chat#plans"],
  ["/chat/c1", "/chat/c1"],
])("%s leads away to %s", (href, path) => {
  expect(wayOut(press, link(href), here)).toBe(path);
  expect(wayOut(press, link(href, { target: "_self" }), here)).toBe(path);
});
