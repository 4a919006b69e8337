import type { Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { ReadyBlock } from "./block-reader";
import { finished } from "./finished";
import { formulaFromMarkdown, formulaSyntax } from "./formula-syntax";

type Prose = Extract<ReadyBlock, { kind: "prose" }>;

/** HTML is no part of it: a tag is text like any other. */
const READING = {
  extensions: [gfm({ singleTilde: false }), formulaSyntax, { disable: { null: ["htmlFlow", "htmlText"] } }],
  mdastExtensions: [gfmFromMarkdown(), formulaFromMarkdown],
};

export function parse(source: string): Root {
  return fromMarkdown(source, READING);
}

/** `all` has the definitions from elsewhere too, `shown` what stands in the block itself. */
export type Tree = { all: RootContent[]; shown: RootContent[] };

const known = new WeakMap<ReadyBlock, { source: string; tree: Tree }>();

/**
 * The tree of a block; asked again for the same block it is the same one. Of a block that is still written, what is
 * open is shown as if it were closed.
 */
export function treeOf(block: Prose, isOpen: boolean, read: (source: string) => Root = parse): Tree {
  const source = isOpen ? finished(block.source) : block.source;
  const before = known.get(block);
  if (before?.source === source) return before.tree;
  const { definitions } = block;
  const all = read(definitions + source).children;
  const tree = { all, shown: all.filter(({ position }) => (position?.start.offset ?? 0) >= definitions.length) };
  known.set(block, { source, tree });
  return tree;
}
