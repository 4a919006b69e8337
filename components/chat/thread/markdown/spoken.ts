import { blocksFrom } from "./blocks";
import { textOf } from "./node-text";
import { parse } from "./parse";

const SENTENCE_LIMIT = 220;

/** An answer as one would read it to somebody: without marks, and without code, which nobody can follow by ear. */
export function sentencesOf(text: string): string[] {
  return blocksFrom(text, 0).flatMap((block) => {
    if (block.kind === "code") return ["A piece of code."];
    if (block.kind === "formula") return ["A formula."];
    return parse(block.source).children.flatMap((node) => (node.type === "definition" ? [] : sentencesIn(said(node))));
  });
}

type Node = Parameters<typeof textOf>[0];

/** Rows and items end like sentences. */
function said(node: Node): string {
  if (node.type === "formula") return "a formula";
  if (node.type === "code") return "A piece of code.";
  if (!("children" in node)) return textOf(node);
  const isBlockwise = ["list", "listItem", "table", "tableRow", "blockquote"].includes(node.type);
  return node.children.map(said).join(isBlockwise ? ". " : "");
}

function sentencesIn(text: string): string[] {
  const parts = text.replaceAll(/\s+/g, " ").split(/(?<=[.!?…。！？])\s+/);
  return parts
    .flatMap((part) => part.match(new RegExp(`.{1,${SENTENCE_LIMIT}}(?:\\s|$)|.{1,${SENTENCE_LIMIT}}`, "gu")) ?? [])
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
}
