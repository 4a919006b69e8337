import { memo, useId, useMemo, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { type ReadyBlock, blockReader } from "./block-reader";
import { CodeBlock } from "./code-block";
import { Diagram } from "./diagram";
import { Formula } from "./formula";
import { nameOf } from "./languages";
import { definitionsOf, rendered } from "./nodes";
import { treeOf } from "./parse";

/** Soft, and at the end of the text, wherever that is in the last block. */
const CARET = classNames(
  "[&>:is(p,h3):last-child]:after:animate-breathe",
  "[&>:is(p,h3):last-child]:after:content-['▍']",
  "[&>:is(p,h3):last-child]:after:text-muted",
  "[&>:is(ul,ol):last-child>li:last-child]:after:animate-breathe",
  "[&>:is(ul,ol):last-child>li:last-child]:after:content-['▍']",
  "[&>:is(ul,ol):last-child>li:last-child]:after:text-muted",
  "motion-reduce:after:animate-none",
);

/** Blocks that are skipped together while nobody looks at them: what can be skipped is looked after in every frame. */
const GROUP = 10;
/** Blocks at the end that are always laid out. */
const ALWAYS_LAID_OUT = 12;

/**
 * An answer's Markdown. What a model writes is a stranger's text: HTML in it stays text, nothing is fetched until
 * someone asks for it, and only links to web pages and addresses are links. Blocks that are complete are neither
 * parsed nor drawn again while the rest streams in.
 */
export function Markdown({ text, isWriting }: { text: string; isWriting: boolean }) {
  const [blocksOf] = useState(blockReader);
  const scope = useId();
  const blocks = useMemo(() => blocksOf(text, !isWriting), [blocksOf, text, isWriting]);
  return (
    <div className="text-base wrap-anywhere [&>*+*]:mt-4" {...(isWriting ? { "data-writing": "" } : {})}>
      {groupsOf(blocks).map((group, place) => (
        <BlockGroup
          key={group[0]?.at}
          blocks={group}
          scope={scope}
          isFirst={place === 0}
          isOpen={isWriting && (place + 1) * GROUP >= blocks.length}
          isSkippable={(place + 1) * GROUP <= blocks.length - ALWAYS_LAID_OUT}
        />
      ))}
    </div>
  );
}

function groupsOf(blocks: readonly ReadyBlock[]): ReadyBlock[][] {
  return Array.from({ length: Math.ceil(blocks.length / GROUP) }, (_, place) =>
    blocks.slice(place * GROUP, (place + 1) * GROUP),
  );
}

type BlockGroupProps = {
  blocks: readonly ReadyBlock[];
  scope: string;
  isFirst: boolean;
  isOpen: boolean;
  isSkippable: boolean;
};

const BlockGroup = memo(function BlockGroup({ blocks, scope, isFirst, isOpen, isSkippable }: BlockGroupProps) {
  return (
    <div
      className={classNames(
        "empty:hidden [&>*+*]:mt-4",
        goesOn(blocks[0]) && "mt-1.5!",
        isSkippable && "[contain-intrinsic-size:auto_60rem] [content-visibility:auto]",
      )}
    >
      {blocks.map((block, place) => (
        <ShownBlock
          key={block.at}
          block={block}
          scope={scope}
          isFirst={isFirst && place === 0}
          isOpen={isOpen && place === blocks.length - 1}
        />
      ))}
    </div>
  );
}, isSameGroup);

/** Groups are cut anew each time; the blocks in them are the same objects while they say the same. */
function isSameGroup(before: BlockGroupProps, after: BlockGroupProps): boolean {
  return (
    before.scope === after.scope &&
    before.isFirst === after.isFirst &&
    before.isOpen === after.isOpen &&
    before.isSkippable === after.isSkippable &&
    before.blocks.length === after.blocks.length &&
    before.blocks.every((block, place) => block === after.blocks[place])
  );
}

type ShownBlockProps = { block: ReadyBlock; scope: string; isFirst: boolean; isOpen: boolean };

const ShownBlock = memo(function ShownBlock({ block, scope, isFirst, isOpen }: ShownBlockProps) {
  const content = contentOf(block, scope, isOpen);
  if (content === null) return null;
  const isHeading = block.kind === "prose" && block.source.startsWith("#");
  return (
    <div
      className={classNames(
        // Not a grid: its rows would all be measured again for each word that is added.
        "flow-root [&>*+*]:mt-4",
        isHeading && !isFirst && "pt-3",
        goesOn(block) && "not-first:mt-1.5!",
        isOpen && CARET,
      )}
    >
      {content}
    </div>
  );
});

/** Whether a block was cut from the one above only for its length. */
function goesOn(block: ReadyBlock | undefined): boolean {
  return block?.kind === "prose" && block.goesOn === true;
}

function contentOf(block: ReadyBlock, scope: string, isOpen: boolean) {
  if (block.kind === "formula") {
    // Half a formula is not one.
    return block.isClosed || !isOpen ? <Formula tex={block.tex} isDisplay /> : <code>{block.tex}</code>;
  }
  if (block.kind === "code") {
    const isDiagram = nameOf(block.info) === "mermaid" && (block.isClosed || !isOpen);
    return isDiagram ? <Diagram source={block.code} /> : <CodeBlock code={block.code} info={block.info} />;
  }
  const { shown, all } = treeOf(block, isOpen);
  if (shown.every(({ type }) => type === "definition")) return null;
  const isContinuedTable = block.tableHead !== undefined;
  return rendered(shown, { definitions: definitionsOf(all), scope, isContinuedTable });
}
