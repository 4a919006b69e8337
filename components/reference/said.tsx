/** A sentence in which what stands between backticks is code, as the document has it. */
export function Said({ children }: { children: string }) {
  return children.split("`").map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- a sentence's parts keep their places
      <code key={at} className="font-mono text-[0.92em]">
        {part}
      </code>
    ),
  );
}
