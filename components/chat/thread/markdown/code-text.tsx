import { memo, useDeferredValue, useMemo } from "react";
import type { Highlight, Ink } from "./highlight";
import { type Language, languageOf } from "./languages";
import { type Library, library, useLibrary } from "./library";

/** UTF-16 units that are highlighted; what is longer would hold up the page, and is shown plain. */
const HIGHLIGHT_LIMIT = 16_000;
const CHUNK_LINES = 60;

const COLOURS: Record<string, string> = {
  keyword: "text-accent",
  built_in: "text-accent",
  "selector-tag": "text-accent",
  name: "text-accent",
  tag: "text-accent",
  section: "font-semibold",
  title: "font-semibold",
  strong: "font-semibold",
  string: "text-good",
  regexp: "text-good",
  addition: "text-good",
  number: "text-warn",
  literal: "text-warn",
  symbol: "text-warn",
  attr: "text-warn",
  attribute: "text-warn",
  meta: "text-muted",
  comment: "text-muted italic",
  quote: "text-muted italic",
  deletion: "text-bad",
};

const libraries = new Map<Language, Library<Highlight>>();

function libraryFor(language: Language): Library<Highlight> {
  const found = libraries.get(language) ?? library(async () => (await import("./highlight")).highlightIn(language));
  libraries.set(language, found);
  return found;
}

/** Code in the colours of its language, as soon as these are known; what is written meanwhile stands plain behind it. */
export function CodeText({ code, info }: { code: string; info: string }) {
  const language = code.length > HIGHLIGHT_LIMIT ? undefined : languageOf(info);
  const highlight = useLibrary(language?.grammar ? libraryFor(language) : undefined);
  const done = useDeferredValue(code);
  const inks = useMemo(() => highlight?.(done), [highlight, done]);
  if (!inks || !code.startsWith(done)) return <PlainCode code={code} />;
  return (
    <>
      {inks.map(({ text, kind }, place) => {
        const colour = COLOURS[kind ?? ""];
        // oxlint-disable-next-line react/no-array-index-key -- a piece has no name but its place
        return colour ? <Piece key={place} text={text} colour={colour} /> : text;
      })}
      {code.slice(done.length)}
    </>
  );
}

const Piece = memo(function Piece({ text, colour }: { text: Ink["text"]; colour: string }) {
  return <span className={colour}>{text}</span>;
});

/** In parts, so that a long block that grows changes only its last one. */
function PlainCode({ code }: { code: string }) {
  // oxlint-disable-next-line react/no-array-index-key -- parts before the last never change
  return chunksOf(code).map((text, place) => <Chunk key={place} text={text} />);
}

const Chunk = memo(function Chunk({ text }: { text: string }) {
  return <span>{text}</span>;
});

export function chunksOf(code: string): string[] {
  const lines = code.split("\n");
  const chunks: string[] = [];
  for (let at = 0; at < lines.length; at += CHUNK_LINES) {
    const isLast = at + CHUNK_LINES >= lines.length;
    chunks.push(lines.slice(at, at + CHUNK_LINES).join("\n") + (isLast ? "" : "\n"));
  }
  return chunks;
}
