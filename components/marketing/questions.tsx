import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

export type Question = { question: string; answer: ReactNode };

/** Questions that open in place, without script. */
export function Questions({ items }: { items: readonly Question[] }) {
  return (
    <div className="divide-y border-y">
      {items.map(({ question, answer }) => (
        <details key={question} className="group">
          <summary className="flex min-h-14 list-none items-center justify-between gap-6 py-3 font-medium text-base [&::-webkit-details-marker]:hidden">
            {question}
            <ChevronDown
              className="size-4 shrink-0 text-muted transition-transform group-open:rotate-180"
              aria-hidden="true"
            />
          </summary>
          <div className="max-w-prose pr-10 pb-5 text-base text-muted">{answer}</div>
        </details>
      ))}
    </div>
  );
}
