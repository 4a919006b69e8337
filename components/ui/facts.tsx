import type { ReactNode } from "react";

/** Names and values, in two columns; a name above its value on a phone. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid gap-y-3 sm:grid-cols-[10rem_1fr]">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-y-0.5 sm:col-span-2 sm:grid-cols-subgrid">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
