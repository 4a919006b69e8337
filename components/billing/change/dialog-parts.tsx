import type { ReactNode } from "react";

/** What went wrong, read out when it appears. Its place is always there: only then is it heard. */
export function Problem({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="text-bad empty:hidden">
      {children}
    </p>
  );
}

/** The buttons of a dialog, the one to press at the right; one below the other where there is no room. */
export function Choices({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2 max-sm:[&>button]:grow">{children}</div>;
}
