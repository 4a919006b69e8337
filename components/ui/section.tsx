import { type ReactNode, useId } from "react";

type SectionProps = {
  title: string;
  /** What a link to it ends in. */
  anchor?: string;
  description?: ReactNode;
  /** At the right of the title: the one thing to do here. */
  action?: ReactNode;
  children?: ReactNode;
};

/** A part of a page, set apart by space and a line above; never a card. */
export function Section({ title, anchor, description, action, children }: SectionProps) {
  const id = useId();
  return (
    <section
      id={anchor}
      aria-labelledby={id}
      className="grid scroll-mt-6 gap-5 border-t py-8 first:border-t-0 first:pt-0 [header+&]:border-t-0 [header+&]:pt-0"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <h2 id={id} className="font-semibold text-base">
            {title}
          </h2>
          {description ? <p className="max-w-prose text-muted">{description}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

/** The title of a page inside the app, with room for its one action. */
export function PageTitle({ title, action, children }: { title: string; action?: ReactNode; children?: ReactNode }) {
  return (
    <header className="mb-8 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="grid gap-1 wrap-anywhere">
        <h1 className="font-semibold text-xl">{title}</h1>
        {children ? <p className="max-w-prose text-muted">{children}</p> : null}
      </div>
      {action}
    </header>
  );
}
