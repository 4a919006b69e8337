import type { ReactNode } from "react";

type EmptyStateProps = { title: string; children?: ReactNode; action?: ReactNode };

/** Nothing is here yet: says what will be, and the one step that changes it. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-start gap-4 rounded-lg border border-dashed px-6 py-8">
      <div className="grid gap-1">
        <p className="font-medium">{title}</p>
        {children ? <p className="max-w-prose text-muted">{children}</p> : null}
      </div>
      {action}
    </div>
  );
}
