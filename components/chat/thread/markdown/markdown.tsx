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
  "data-writing:[&>:last-child>:is(p,h3):last-child]:after:animate-breathe",
  "data-writing:[&>:last-child>:is(p,h3):last-child]:after:content-['▍']",
  "data-writing:[&>:last-child>:is(p,h3):last-child]:after:text-muted",
  "data-writing:[&>:last-child>:is(ul,ol):last-child>li:last-child]:after:animate-breathe",
  "data-writing:[&>:last-child>:is(ul,ol):last-child>li:last-child]:after:content-['▍']",
  "data-writing:[&>:last-child>:is(ul,ol):last-child>li:last-child]:after:text-muted",
  "motion-reduce:after:animate-none",
);

/** Blocks at the end that are always laid out: those above are skipped while nobody looks at them. */
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
    <div
      className={classNames("text-base wrap-anywhere [&>*+*]:mt-4", CARET)}
      {...(isWriting ? { "data-writing": "" } : {})}
    >
      {blocks.map((block, place) => (
        <ShownBlock
          key={block.at}
          block={block}
          scope={scope}
          isOpen={isWriting && place === blocks.length - 1}
          isSkippable={place < blocks.length - ALWAYS_LAID_OUT}
        />
      ))}
    </div>
  );
}

type ShownBlockProps = { block: ReadyBlock; scope: string; isOpen: boolean; isSkippable: boolean };

const ShownBlock = memo(function ShownBlock({ block, scope, isOpen, isSkippable }: ShownBlockProps) {
  const content = contentOf(block, scope, isOpen);
  if (content === null) return null;
  const isHeading = block.kind === "prose" && block.source.startsWith("#");
  return (
    <div
      className={classNames(
        // Not a grid: its rows would all be measured again for each word that is added.
        "flow-root [&>*+*]:mt-4",
        isHeading && "not-first:pt-3",
        block.kind === "prose" && block.goesOn && "mt-1.5!",
        isSkippable && "[contain-intrinsic-size:auto_6rem] [content-visibility:auto]",
      )}
    >
      {content}
    </div>
  );
});

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
