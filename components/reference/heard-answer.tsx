import { readable, wordsIn } from "@/components/reference/heard";
import type { Heard } from "@/components/reference/use-asking";
import { Badge } from "@/components/ui/badge";

/** What came back: its status, what its headers tell, and all of it as it came. */
export function HeardAnswer({ heard }: { heard: Heard }) {
  const { status, contentType, headers, text, isOver } = heard;
  const words = wordsIn(text, contentType);
  return (
    <section aria-label="Answer" className="grid grid-cols-1 gap-3">
      <p className="flex flex-wrap items-center gap-2" aria-live="polite">
        <Badge tone={status < 400 ? "good" : "bad"}>{status}</Badge>
        <span className="text-muted">{isOver ? "Done" : "Answering…"}</span>
      </p>
      {words === "" ? null : <p className="max-w-prose whitespace-pre-wrap text-base">{words}</p>}
      <ul className="grid gap-1 text-muted text-xs empty:hidden">
        {headers.map(({ name, value }) => (
          <li key={name} className="break-all font-mono">
            {name}: {value}
          </li>
        ))}
      </ul>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-96 overflow-auto rounded-lg border px-3 py-3 font-mono text-xs leading-5">
        {readable(text, contentType)}
      </pre>
    </section>
  );
}
