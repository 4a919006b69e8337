import { CopyButton } from "./copy-button";

/** Code as it is, with its language and a way to copy it. Long lines scroll by themselves. */
export function CodeBlock({ code, language }: { code: string; language: string | undefined }) {
  const text = code.replace(/\n$/, "");
  return (
    <figure className="overflow-hidden rounded-lg border" aria-label={language ? `${language} code` : "Code"}>
      <figcaption className="flex h-9 items-center justify-between border-b bg-quiet pr-1 pl-3 text-muted text-xs pointer-coarse:h-11">
        <span>{language ?? "text"}</span>
        <CopyButton label="Copy code" text={text} />
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto px-3 py-3 font-mono text-sm leading-6">
        <code>{text}</code>
      </pre>
    </figure>
  );
}
