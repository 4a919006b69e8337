import { type Block, blocksFrom, type Carried } from "./blocks";
import { definitionsIn, type Definitions, wanted } from "./definitions";

/** A block, and what it needs to be read by itself: the addresses and footnotes that it names. */
export type ReadyBlock = Block & { definitions: string };

/**
 * Reads an answer that grows at its end. Blocks that nothing can change any more are the same objects each time, so
 * that whoever parses or draws them does it once; only what stands behind them is cut anew.
 */
export function blockReader() {
  let settled: ReadyBlock[] = [];
  let read = "";
  let openAt = 0;
  let carried: Carried = {};
  let definitions: Definitions = new Map();
  let open: ReadyBlock[] = [];
  let wasWhole = false;

  function reset() {
    settled = [];
    read = "";
    openAt = 0;
    carried = {};
    definitions = new Map();
    open = [];
    wasWhole = false;
  }

  /** What has not changed since the last time is the same object still. */
  function known(block: Block): ReadyBlock {
    const fresh = ready(block, definitions);
    return open.find((before) => isSame(before, fresh)) ?? fresh;
  }

  /** Definitions stand mostly at the end: a block that names one is read again, and no other. */
  function settle(blocks: Block[]): void {
    const before = definitions.size;
    for (const block of blocks) definitionsIn(block, definitions);
    if (definitions.size !== before) settled = settled.map((block) => ready(block, definitions));
    settled.push(...blocks.map(known));
  }

  /** `isWhole`: nothing will follow. */
  return function blocksOf(text: string, isWhole = false): ReadyBlock[] {
    if (!text.startsWith(read) || (wasWhole && text !== read)) reset();
    if (wasWhole && text === read) return settled;
    read = text;
    wasWhole = isWhole;
    const blocks = blocksFrom(text, openAt, carried);
    const closed = isWhole ? blocks.length : closedCount(blocks, text);
    settle(blocks.slice(0, closed));
    open = blocks.slice(closed).map(known);
    const [first] = open;
    if (first) {
      openAt = first.at;
      carried = first.kind === "prose" ? carriedOf(first) : {};
    }
    return [...settled, ...open];
  };
}

/** The last block is open; and the one before it, while the line that parted them is not whole. */
function closedCount(blocks: Block[], text: string): number {
  const last = blocks.at(-1);
  if (!last) return 0;
  const isParted = text.indexOf("\n", last.at) !== -1;
  return Math.max(0, blocks.length - (isParted ? 1 : 2));
}

function ready(block: Block | ReadyBlock, definitions: Definitions): ReadyBlock {
  const named = block.kind === "prose" && definitions.size > 0 ? wanted(block.source, definitions) : "";
  return "definitions" in block && block.definitions === named ? block : { ...block, definitions: named };
}

function isSame(before: ReadyBlock, after: ReadyBlock): boolean {
  if (before.at !== after.at || before.kind !== after.kind) return false;
  if (before.kind !== "prose" || after.kind !== "prose") return false;
  return before.source === after.source && before.definitions === after.definitions;
}

function carriedOf({ goesOn, tableHead }: Carried): Carried {
  return { ...(goesOn ? { goesOn } : {}), ...(tableHead === undefined ? {} : { tableHead }) };
}
