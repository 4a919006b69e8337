import type { ReactNode } from "react";

/** One thing that is true of the product, in a sentence or two. */
export function Proof({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="grid content-start gap-2">
      <h2 className="font-semibold text-lg">{title}</h2>
      <p className="text-base text-muted">{children}</p>
    </li>
  );
}
