import { type ComponentProps, isValidElement, type ReactNode } from "react";
import type { Components, ExtraProps } from "streamdown";
import { classNames } from "@/components/ui/class-names";
import { AnswerLink, ImageLink } from "./answer-link";
import { CodeBlock } from "./code-block";

type Part<Tag extends keyof React.JSX.IntrinsicElements> = ComponentProps<Tag> & ExtraProps;

/** How each part of an answer looks. A heading of an answer stands below the page's own, so they begin at the third. */
export const PARTS: Components = {
  h1: ({ children }) => <Heading className="mt-4 text-lg">{children}</Heading>,
  h2: ({ children }) => <Heading className="mt-3 text-lg">{children}</Heading>,
  h3: ({ children }) => <Heading className="mt-2 text-base">{children}</Heading>,
  h4: ({ children }) => <Heading>{children}</Heading>,
  h5: ({ children }) => <Heading>{children}</Heading>,
  h6: ({ children }) => <Heading>{children}</Heading>,
  p: ({ children }: Part<"p">) => <p>{children}</p>,
  ul: ({ children, className }: Part<"ul">) => (
    <ul className={classNames(LIST, className?.includes("task-list") ? "list-none pl-0" : "list-disc")}>{children}</ul>
  ),
  ol: ({ children, start }: Part<"ol">) => (
    <ol className={classNames(LIST, "list-decimal")} {...(start === undefined ? {} : { start })}>
      {children}
    </ol>
  ),
  li: ({ children, id }: Part<"li">) => (
    <li id={id} className="pl-1 marker:text-muted [&>p]:mb-2 [&>p:last-child]:mb-0">
      {children}
    </li>
  ),
  // The checkbox of a task list: it shows a state and can not be changed.
  input: ({ checked }: Part<"input">) => (
    <input
      type="checkbox"
      checked={checked ?? false}
      readOnly
      disabled
      aria-label={checked ? "done" : "to do"}
      className="mr-2"
    />
  ),
  a: ({ href, children }: Part<"a">) => <AnswerLink href={href}>{children}</AnswerLink>,
  img: ({ src, alt }: Part<"img">) => <ImageLink src={typeof src === "string" ? src : undefined} alt={alt} />,
  strong: ({ children }: Part<"strong">) => <strong className="font-semibold">{children}</strong>,
  blockquote: ({ children }: Part<"blockquote">) => (
    <blockquote className="grid gap-3 border-l-2 border-edge pl-4 text-muted">{children}</blockquote>
  ),
  hr: () => <hr className="my-2" />,
  // A block of code is a `pre` around a `code`; a `code` by itself stands within a line.
  pre: ({ children }: Part<"pre">) => <CodeBlock {...codeOf(children)} />,
  code: ({ children }: Part<"code">) => (
    <code className="rounded-md bg-quiet px-1 py-0.5 font-mono text-sm">{children}</code>
  ),
  // Footnotes, and nothing else: raw HTML never becomes an element.
  section: ({ children }: Part<"section">) => (
    <section className="mt-4 border-t pt-4 text-muted text-sm">{children}</section>
  ),
  sup: ({ children, id }: Part<"sup">) => <sup id={id}>{children}</sup>,
  table: ({ children }: Part<"table">) => (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <section aria-label="Table" tabIndex={0} className="overflow-x-auto rounded-lg border">
      <table className="w-full border-collapse text-left text-sm">{children}</table>
    </section>
  ),
  thead: ({ children }: Part<"thead">) => <thead className="bg-quiet">{children}</thead>,
  tbody: ({ children }: Part<"tbody">) => <tbody>{children}</tbody>,
  tr: ({ children }: Part<"tr">) => <tr className="border-b last:border-b-0">{children}</tr>,
  // The corner above a column of names heads nothing.
  th: ({ children, style }: Part<"th">) =>
    children ? (
      <th scope="col" style={alignment(style)} className="whitespace-nowrap px-3 py-2 font-medium">
        {children}
      </th>
    ) : (
      <td>{children}</td>
    ),
  td: ({ children, style }: Part<"td">) => (
    <td style={alignment(style)} className="tabular min-w-24 px-3 py-2 align-top">
      {children}
    </td>
  ),
};

const LIST = "grid gap-1.5 pl-6";

function Heading({ children, className }: { children?: ReactNode; className?: string }) {
  return <h3 className={classNames("font-semibold first:mt-0", className)}>{children}</h3>;
}

function alignment(style: React.CSSProperties | undefined) {
  return style?.textAlign ? { textAlign: style.textAlign } : undefined;
}

function codeOf(children: ReactNode): { code: string; language: string | undefined } {
  if (!isValidElement<Part<"code">>(children)) return { code: textOf(children), language: undefined };
  const { className, children: code } = children.props;
  return { code: textOf(code), language: /language-(\S+)/.exec(className ?? "")?.[1] };
}

function textOf(children: ReactNode): string {
  return typeof children === "string" ? children : Array.isArray(children) ? children.map(textOf).join("") : "";
}
