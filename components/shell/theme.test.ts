import { describe, expect, test } from "vitest";
import { applyTheme, themeAttribute, themeOf } from "@/components/shell/theme";

function aPage() {
  const attributes = new Map<string, string>();
  const documentElement = {
    setAttribute: (name: string, value: string) => attributes.set(name, value),
    removeAttribute: (name: string) => attributes.delete(name),
  };
  return { attributes, page: { documentElement, cookie: "" } };
}

test.each([
  ["light", "light"],
  ["dark", "dark"],
  ["system", "system"],
  [undefined, "system"],
  ["", "system"],
  ["dark; x=y", "system"],
])("the cookie %j means %s", (cookie, theme) => {
  expect(themeOf(cookie)).toBe(theme);
});

test("only a chosen theme is fixed on the page; the machine decides otherwise", () => {
  expect(themeAttribute("dark")).toEqual({ "data-theme": "dark" });
  expect(themeAttribute("system")).toEqual({});
});

describe("choosing a theme", () => {
  test("changes the page and the cookie for the next one", () => {
    const { attributes, page } = aPage();
    applyTheme("dark", page as never);
    expect(attributes.get("data-theme")).toBe("dark");
    expect(page.cookie).toMatch(/^theme=dark; path=\/; max-age=31536000; samesite=lax$/);
  });

  test("going back to the system leaves nothing fixed", () => {
    const { attributes, page } = aPage();
    applyTheme("dark", page as never);
    applyTheme("system", page as never);
    expect(attributes.size).toBe(0);
    expect(page.cookie).toMatch(/^theme=system;/);
  });
});
