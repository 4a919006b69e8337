import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ProductPicture } from "@/components/marketing/product-picture";
import type { Theme } from "@/components/shell/theme";

function sourcesIn(theme: Theme, phoneName?: string): string[] {
  const html = renderToStaticMarkup(<ProductPicture name="chat" phoneName={phoneName} alt="A chat" theme={theme} />);
  return [...html.matchAll(/\/screenshots\/([\w-]+)\.png/g)].map(([, name]) => name!);
}

describe("the picture of the product", () => {
  test("follows the machine when no theme is chosen", () => {
    expect(sourcesIn("system")).toEqual(["chat-dark", "chat-light"]);
  });

  test("is only the one of the chosen theme, whatever the machine prefers", () => {
    expect(sourcesIn("dark")).toEqual(["chat-dark"]);
    expect(sourcesIn("light")).toEqual(["chat-light"]);
  });

  test("asks for the phone's own first, because the first that fits is taken", () => {
    expect(sourcesIn("system", "phone")).toEqual(["phone-dark", "phone-light", "chat-dark", "chat-light"]);
    expect(sourcesIn("dark", "phone")).toEqual(["phone-dark", "chat-dark"]);
  });

  test("reserves its place before it has come", () => {
    const html = renderToStaticMarkup(<ProductPicture name="chat" phoneName="phone" alt="A chat" theme="light" />);
    expect(html).toMatch(/<source[^>]*width="390" height="844"/);
    expect(html).toMatch(/<img[^>]*width="1440" height="900"/);
  });
});
