import { useMemo } from "react";
import { classNames } from "@/components/ui/class-names";
import { library, useLibrary } from "./library";

const typesetter = library(async () => (await import("./typeset")).typeset);

/** A formula, set; and its source until that can be done, or where it can not. */
export function Formula({ tex, isDisplay }: { tex: string; isDisplay: boolean }) {
  const typeset = useLibrary(typesetter);
  const html = useMemo(() => typeset?.(tex, isDisplay), [typeset, tex, isDisplay]);
  if (html === undefined) return <FormulaSource tex={tex} isDisplay={isDisplay} />;
  return (
    <span
      className={isDisplay ? "block max-w-full overflow-x-auto overflow-y-hidden py-1" : undefined}
      // KaTeX's own markup, made without its commands for links, pictures and HTML; text in it is escaped.
      // oxlint-disable-next-line react/no-danger -- the attack corpus is held against it
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

function FormulaSource({ tex, isDisplay }: { tex: string; isDisplay: boolean }) {
  return (
    <code className={classNames("font-mono text-sm", isDisplay && "block overflow-x-auto whitespace-pre-wrap py-1")}>
      {tex}
    </code>
  );
}
