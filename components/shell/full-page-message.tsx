import type { ReactNode } from "react";

type FullPageMessageProps = { title: string; children: ReactNode; action: ReactNode };

/** A screen with nothing on it but what happened and the one next step. */
export function FullPageMessage({ title, children, action }: FullPageMessageProps) {
  return (
    <div className="mx-auto grid min-h-[70vh] max-w-md content-center justify-items-start gap-6 px-4">
      <div className="grid gap-2">
        <h1 className="font-semibold text-xl">{title}</h1>
        <p className="text-base text-muted">{children}</p>
      </div>
      {action}
    </div>
  );
}
