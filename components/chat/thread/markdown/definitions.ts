import type { Block } from "./blocks";

/** Lines that tell what a name in brackets stands for, by that name. */
export type Definitions = Map<string, string>;

const DEFINITION = /^ {0,3}\[([^\]\\]{1,200})\]:[ \t]*(\S.*)$/gm;
const NAME = /\[([^\]\\]{1,200})\]/g;

/** Adds the definitions of a block; the first of a name counts. */
export function definitionsIn(block: Block, definitions: Definitions): void {
  if (block.kind !== "prose" || !block.source.includes("]:")) return;
  for (const [line, name = ""] of block.source.matchAll(DEFINITION)) {
    const key = keyOf(name);
    // A footnote is shown where it is written; elsewhere it is enough that there is one.
    if (!definitions.has(key)) definitions.set(key, name.startsWith("^") ? `[${name}]: .` : line.trim());
  }
}

/** The definitions of what a text names and does not define itself, as lines to put before it. */
export function wanted(source: string, definitions: Definitions): string {
  if (!source.includes("[")) return "";
  const own: Definitions = new Map();
  definitionsIn({ kind: "prose", at: 0, source }, own);
  const lines = new Set<string>();
  for (const [, name = ""] of source.matchAll(NAME)) {
    const line = own.has(keyOf(name)) ? undefined : definitions.get(keyOf(name));
    if (line) lines.add(line);
  }
  return lines.size === 0 ? "" : `${[...lines].join("\n\n")}\n\n`;
}

/** Names are the same whatever their case and spacing. */
function keyOf(name: string): string {
  return name.trim().replaceAll(/\s+/g, " ").toLowerCase();
}
