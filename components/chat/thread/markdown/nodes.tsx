import type { Definition, Link, LinkReference, Nodes, RootContent, TableCell } from "mdast";
import { Fragment, type ReactNode } from "react";
import { AnswerLink, ImageLink } from "./answer-link";
import { AnswerTable } from "./answer-table";
import { Formula } from "./formula";
import { AnswerList } from "./answer-list";
import { CodeBlock } from "./code-block";
import { textOf } from "./node-text";
import { safeUrl } from "./safe-url";
import "./formula-syntax";

/** What a part needs to know of the block that it is in. */
export type Around = {
  definitions: ReadonlyMap<string, Definition>;
  /** Makes the names of footnotes different from answer to answer. */
  scope: string;
  isContinuedTable: boolean;
  /** Links in links are no HTML: a browser takes them apart. */
  isInLink?: boolean;
};

type Kind = RootContent["type"];
type Renderers = { [K in Kind]?: (node: Extract<RootContent, { type: K }>, around: Around) => ReactNode };

/** How each part of an answer looks; what is not listed is not shown. An answer's headings stand below the page's own. */
const RENDERERS: Renderers = {
  text: ({ value }) => value,
  // Raw HTML is never read as such; should it come, it is text.
  html: ({ value }) => value,
  paragraph: ({ children }, around) => <p>{rendered(children, around)}</p>,
  heading: ({ depth, children }, around) => <h3 className={HEADINGS[depth]}>{rendered(children, around)}</h3>,
  strong: ({ children }, around) => <strong className="font-semibold">{rendered(children, around)}</strong>,
  emphasis: ({ children }, around) => <em>{rendered(children, around)}</em>,
  delete: ({ children }, around) => <del>{rendered(children, around)}</del>,
  inlineCode: ({ value }) => <code className="rounded-md bg-quiet px-1 py-0.5 font-mono text-sm">{value}</code>,
  code: ({ value, lang, meta }) => <CodeBlock code={value} info={[lang, meta].filter(Boolean).join(" ")} />,
  formula: ({ value, isDisplay }) => <Formula tex={value} isDisplay={isDisplay} />,
  break: () => <br />,
  thematicBreak: () => <hr className="my-2" />,
  blockquote: ({ children }, around) => (
    <blockquote className="grid gap-3 border-l-2 border-edge pl-4 text-muted">{rendered(children, around)}</blockquote>
  ),
  list: (list, around) => <AnswerList list={list} rendered={(nodes) => rendered(nodes, around)} />,
  table: (table, around) => (
    <AnswerTable
      table={table}
      isContinued={around.isContinuedTable}
      cell={({ children }: TableCell) => rendered(children, around)}
    />
  ),
  link: (node, around) => linkTo(node.url, node, around),
  image: ({ url, alt }, { isInLink }) => <ImageLink src={isInLink ? undefined : safeUrl(url)} alt={alt} />,
  linkReference: (node, around) => linkTo(around.definitions.get(node.identifier)?.url, node, around),
  imageReference: ({ identifier, alt }, { definitions, isInLink }) => (
    <ImageLink src={isInLink ? undefined : safeUrl(definitions.get(identifier)?.url)} alt={alt} />
  ),
  footnoteReference: ({ identifier, label }, { scope, isInLink }) => {
    const mark = (
      <>
        {label ?? identifier}
        <span className="sr-only"> (footnote)</span>
      </>
    );
    if (isInLink) return <sup>{mark}</sup>;
    return (
      <sup>
        <a href={`#${noteId(scope, identifier)}`} className="underline underline-offset-3">
          {mark}
        </a>
      </sup>
    );
  },
  footnoteDefinition: ({ identifier, label, children }, around) => (
    <section id={noteId(around.scope, identifier)} className="flex gap-2 text-muted text-sm">
      <span className="tabular">{label ?? identifier}.</span>
      <div className="grid min-w-0 gap-2">{rendered(children, around)}</div>
    </section>
  ),
};

function linkTo(url: string | undefined, node: Link | LinkReference, around: Around): ReactNode {
  if (around.isInLink) return rendered(node.children, around);
  return (
    <AnswerLink href={safeUrl(url)} said={textOf(node)}>
      {rendered(node.children, { ...around, isInLink: true })}
    </AnswerLink>
  );
}

const HEADINGS = {
  1: "font-semibold text-lg",
  2: "font-semibold text-lg",
  3: "font-semibold text-base",
  4: "font-semibold",
  5: "font-semibold",
  6: "font-semibold",
} as const;

export function rendered(nodes: readonly RootContent[], around: Around): ReactNode {
  return nodes.map((node, place) => {
    const render = RENDERERS[node.type] as ((node: RootContent, around: Around) => ReactNode) | undefined;
    return <Fragment key={node.position?.start.offset ?? place}>{render?.(node, around)}</Fragment>;
  });
}

/** The addresses that a block's own lines or those put before it define. */
export function definitionsOf(nodes: readonly Nodes[]): Map<string, Definition> {
  const found = nodes.filter((node) => node.type === "definition").toReversed();
  return new Map(found.map((definition) => [definition.identifier, definition]));
}

const noteId = (scope: string, identifier: string) => `${scope}note-${encodeURIComponent(identifier)}`;
