import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { ATTACKS } from "@/components/chat/thread/testing/attacks";
import { diagramPage } from "./diagram-page";
import { Markdown } from "./markdown";
import { typeset } from "./typeset";

/** Every opening tag in a page, so that an attack shown as text is not taken for one that runs. */
const tagsOf = (page: string) => page.match(/<[a-z][^\s/>]*(?:\s+[^\s=>]+(?:="[^"]*")?)*\s*\/?>/gi) ?? [];
const namesOf = (tag: string) => [...tag.matchAll(/\s([^\s=>"]+)(?:="([^"]*)")?/g)].map(([, name]) => name ?? "");

/** What an answer's page is made of, icons and buttons included. */
const TAGS = new Set(
  "div p br hr strong em del sup a h3 section span ul ol li input code pre table thead tbody tr th td blockquote figure figcaption button output svg path rect circle line polyline".split(
    " ",
  ),
);

test("there are enough of them, and no two are the same", () => {
  expect(ATTACKS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(ATTACKS.map(({ markdown }) => markdown)).size).toBe(ATTACKS.length);
});

describe("an attack is inert", () => {
  test.each(ATTACKS)("$name: $markdown", ({ markdown }) => {
    for (const isWriting of [false, true]) {
      const tags = tagsOf(renderToStaticMarkup(<Markdown text={markdown} isWriting={isWriting} />));
      expect(tags.length).toBeGreaterThan(0);
      for (const tag of tags) {
        expect(TAGS).toContain(/^<([^\s/>]+)/.exec(tag)?.[1]);
        for (const name of namesOf(tag))
          expect(name).not.toMatch(/^(on.*|src.*|action|formaction|data|background|ping)$/i);
        expect(/\shref="([^"]*)"/.exec(tag)?.[1] ?? "#").toMatch(/^(https?:\/\/|mailto:|#)/);
        expect(/\sstyle="([^"]*)"/.exec(tag)?.[1] ?? "").toMatch(/^(text-align:(left|right|center)|height:\d+px)?$/);
      }
    }
  });
});

test.each([
  "[![cat](https://a.invalid)](https://b.invalid)",
  "[![cat][1]][1]\n\n[1]: https://a.invalid",
  "[see[^1] there](https://b.invalid)\n\n[^1]: note",
  "[https://a.invalid and <https://b.invalid>](https://c.invalid)",
])("in %s no link stands within a link, which a browser would take apart", (markdown) => {
  const page = renderToStaticMarkup(<Markdown text={markdown} isWriting={false} />);
  expect(page).toContain("<a ");
  expect(page).not.toMatch(/<a [^>]*>(?:(?!<\/a>).)*<a /s);
});

describe("a formula that asks for more than a formula", () => {
  const formulas = ATTACKS.filter(({ name }) => name.startsWith("formula"));
  test.each(formulas)("$markdown gets nothing of it", ({ markdown }) => {
    for (const tex of markdown.split(" and ")) {
      const set = typeset(tex.replaceAll(/^(\$+|\\\()|(\$+|\\\))$/g, ""), false) ?? "";
      // The source stands in it once more, as text, for whoever copies it.
      const html = tagsOf(set).join("\n");
      expect(html).not.toMatch(/<(a|img|script|iframe|link)\b/i);
      expect(html).not.toMatch(/\s(on\w+|src|href|data-\w+|id)=/i);
      expect(html).not.toMatch(/position:fixed|javascript:|class="fixed"/i);
      for (const [, size = "0"] of html.matchAll(/([\d.]+)em/g)) expect(Number(size)).toBeLessThanOrEqual(40);
    }
  });
});

describe("a diagram's page", () => {
  const page = (source: string) =>
    diagramPage(source, "let mermaid = '</script><!--';", { isDark: false, nonce: "n1" });
  const diagrams = ATTACKS.filter(({ name }) => name.startsWith("diagram"));

  test.each(diagrams)("holds $markdown as a text of its program", ({ markdown }) => {
    const html = page(markdown);
    expect(html.match(/<script/gi)).toHaveLength(2);
    expect(html.match(/<\/script/gi)).toHaveLength(2);
    expect(html).not.toContain("<img");
  });

  test("may run only what has its nonce, and fetch nothing", () => {
    expect(page("x")).toContain("default-src 'none'; script-src 'nonce-n1'");
    expect(page("x")).not.toContain("unsafe-eval");
  });

  test("does not let a diagram loosen what is set", () => {
    expect(page("x")).toContain('"securityLevel":"strict"');
    expect(page("x")).toMatch(/"secure":\[[^\]]*"securityLevel"[^\]]*"themeCSS"/);
  });
});
