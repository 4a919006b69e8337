import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { NextField, withNext } from "@/components/account/next-field";

test("where to go afterwards survives from page to page", () => {
  const link = withNext("/sign-in?by=mail", "/billing?plan=pro&interval=year");
  const query = new URL(link, "http://parley.test").searchParams;
  expect(query.get("by")).toBe("mail");
  expect(query.get("next")).toBe("/billing?plan=pro&interval=year");
});

test("without a place to go nothing is carried", () => {
  expect(withNext("/sign-up", undefined)).toBe("/sign-up");
  expect(renderToStaticMarkup(<NextField next={undefined} />)).toBe("");
});

test("a place that tries to break out of its attribute does not", () => {
  expect(renderToStaticMarkup(<NextField next={'"><script>'} />)).not.toContain("<script>");
});
