import type { ReactNode } from "react";

type AuthScreenProps = {
  title: string;
  /** One sentence on what this is, or what happens next. */
  lead?: ReactNode;
  children: ReactNode;
  /** The way to the neighbouring page. */
  foot?: ReactNode;
};

/** One narrow column: a title, a form, and the way out. */
export function AuthScreen({ title, lead, children, foot }: AuthScreenProps) {
  return (
    <div className="grid gap-6">
      <div className="grid gap-1.5">
        <h1 className="font-semibold text-lg">{title}</h1>
        {lead ? <p className="text-muted">{lead}</p> : null}
      </div>
      {children}
      {foot ? <p className="text-muted">{foot}</p> : null}
    </div>
  );
}
