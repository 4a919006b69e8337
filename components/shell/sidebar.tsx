import type { ReactNode } from "react";

type SidebarProps = {
  /** What there is to choose from; it takes the height that is left and scrolls. */
  children?: ReactNode;
  /** One thin line above the person: what is left of the allowance. */
  meter?: ReactNode;
  person: ReactNode;
};

/** What stands at the left on every screen of the app, from top to bottom. */
export function Sidebar({ children, meter, person }: SidebarProps) {
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      <div className="grid shrink-0 gap-1 border-t p-2">
        {meter}
        {person}
      </div>
    </>
  );
}
