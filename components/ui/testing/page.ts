import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

/** For tests: what the server sends, read as somebody reads it who sees it, or hears it. */

export type Screen = "phone" | "desktop";
type Element = { tag: string; attributes: Record<string, string>; children: (Element | string)[] };

const VOID = new Set(["input", "img", "source", "hr", "br"]);
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };
/** Of the class names that hide something, those that do so on this screen. */
const HIDDEN: Record<Screen, ReadonlySet<string>> = {
  phone: new Set(["hidden", "invisible", "max-sm:hidden", "max-md:hidden"]),
  desktop: new Set(["hidden", "invisible", "sm:hidden", "md:hidden"]),
};

/** A view, drawn without a browser. `screen` is how wide the window is. */
export function pageOf(view: ReactElement, screen: Screen = "desktop") {
  return readPage(renderToStaticMarkup(view), screen);
}

/** The same for what was drawn elsewhere. */
export function readPage(html: string, screen: Screen = "desktop") {
  const root = treeOf(html);
  const text = (element: Element) => textOf(element, screen);
  const all = (tag: string, within: Element = root) =>
    within.children.flatMap((child) => elementsIn(child, tag, screen));
  return {
    html,
    /** All that is read out, in order. */
    text: text(root),
    /** The elements of a kind that are not hidden: their attributes, and what they say. */
    all: (tag: string) => all(tag).map((element) => ({ ...element.attributes, text: nameOf(element, screen) })),
    /** Where one can go from here, by what the link says. */
    links: Object.fromEntries(all("a").map((link) => [nameOf(link, screen), link.attributes["href"] ?? ""])),
    /** Each table's rows, head and foot included. */
    rows: all("tr").map((row) => row.children.flatMap((cell) => cellText(cell, screen))),
  };
}

function treeOf(html: string): Element {
  const root: Element = { tag: "", attributes: {}, children: [] };
  const open = [root];
  for (const [, end, tag = "", written = "", text] of html
    .replaceAll(/<!--.*?-->/g, "")
    .matchAll(/<(\/)?([\w-]+)([^>]*)>|([^<]+)/g)) {
    const parent = open.at(-1) ?? root;
    if (text !== undefined) parent.children.push(decoded(text));
    else if (end) open.pop();
    else {
      const element = { tag, attributes: attributesIn(written), children: [] };
      parent.children.push(element);
      if (!VOID.has(tag)) open.push(element);
    }
  }
  return root;
}

function attributesIn(written: string): Record<string, string> {
  return Object.fromEntries(
    [...written.matchAll(/([\w-:]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, decoded(value)]),
  );
}

function decoded(text: string): string {
  return text.replaceAll(/&([\w#]+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}

function isHidden({ attributes }: Element, screen: Screen): boolean {
  if (attributes["aria-hidden"] === "true" || attributes["type"] === "hidden") return true;
  return (attributes["class"] ?? "").split(" ").some((name) => HIDDEN[screen].has(name));
}

function elementsIn(node: Element | string, tag: string, screen: Screen): Element[] {
  if (typeof node === "string" || isHidden(node, screen)) return [];
  const below = node.children.flatMap((child) => elementsIn(child, tag, screen));
  return node.tag === tag ? [node, ...below] : below;
}

function cellText(cell: Element | string, screen: Screen): string[] {
  return typeof cell === "string" || isHidden(cell, screen) ? [] : [textOf(cell, screen)];
}

function nameOf(element: Element, screen: Screen): string {
  return element.attributes["aria-label"] ?? textOf(element, screen);
}

/** What these hold stands apart, whatever it is. */
const APART = /(^| )(inline-)?(flex|grid)( |$)/;
const INLINE = new Set(["span", "a", "time", "code", "strong", "b", "i"]);

function textOf(element: Element, screen: Screen): string {
  return said(element, screen)
    .replaceAll(/[ \n]+/g, " ")
    .trim();
}

function said(node: Element | string, screen: Screen): string {
  if (typeof node === "string") return node;
  if (isHidden(node, screen)) return "";
  const look = node.attributes["class"] ?? "";
  const inside = node.children.map((child) => said(child, screen)).join(APART.test(look) ? " " : "");
  const isBlock = !INLINE.has(node.tag) || look.split(" ").includes("block");
  return isBlock ? ` ${inside} ` : inside;
}
