import { CopyButton } from "@/components/ui/copy-button";

/** A few lines to take along. */
export function CodeSample({ label, code }: { label: string; code: string }) {
  return (
    <figure className="overflow-hidden rounded-lg border" aria-label={label}>
      <figcaption className="flex h-9 items-center justify-between border-b bg-quiet pr-1 pl-3 text-muted text-xs pointer-coarse:h-11">
        {label}
        <CopyButton label={`Copy: ${label}`} text={code} />
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto px-3 py-3 font-mono text-sm leading-6">
        <code>{code}</code>
      </pre>
    </figure>
  );
}
