import { type ReactNode, useId } from "react";

type AnswerProps = {
  question: string;
  /** The figure or the name, which is the answer. */
  value: ReactNode;
  /** Beside the value: a badge, or "of $10.00". */
  aside?: ReactNode;
  children: ReactNode;
};

/** A question somebody opens a page with, and its answer large enough to be met at once. */
export function Answer({ question, value, aside, children }: AnswerProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid content-start gap-2 py-5 first:pt-0 md:px-8 md:py-0 md:first:pl-0 md:last:pr-0"
    >
      <h2 id={id} className="text-muted">
        {question}
      </h2>
      <p className="tabular flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
        <span className="font-semibold text-xl">{value}</span>
        {aside}
      </p>
      {children}
    </section>
  );
}

/** Side by side; on a phone one below the other, all of them on the first screen. */
export function Answers({ children }: { children: ReactNode }) {
  return <div className="grid divide-y pb-8 md:grid-cols-3 md:divide-x md:divide-y-0 md:pb-12">{children}</div>;
}
