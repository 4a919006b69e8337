import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

export type TooltipSide = "top" | "bottom" | "left" | "right";

const SIDES: Record<TooltipSide, string> = {
  top: "bottom-full left-1/2 mb-1.5 -translate-x-1/2",
  bottom: "top-full left-1/2 mt-1.5 -translate-x-1/2",
  left: "right-full top-1/2 mr-1.5 -translate-y-1/2",
  right: "left-full top-1/2 ml-1.5 -translate-y-1/2",
};

/**
 * Shows the name of a control on hover and on keyboard focus, without script. It must only repeat what the control
 * already says to a screen reader, so it is hidden from one.
 */
export function Tooltip({
  text,
  side = "bottom",
  children,
}: {
  text: string;
  side?: TooltipSide;
  children: ReactNode;
}) {
  return (
    <span className="group/tip relative inline-flex">
      {children}
      <span
        aria-hidden="true"
        className={classNames(
          "pointer-events-none absolute z-20 hidden whitespace-nowrap rounded-md bg-text px-2 py-1 text-surface text-xs",
          "opacity-0 transition-opacity group-hover/tip:opacity-100 group-hover/tip:delay-500",
          "group-has-focus-visible/tip:opacity-100 group-has-aria-expanded/tip:hidden pointer-fine:block",
          SIDES[side],
        )}
      >
        {text}
      </span>
    </span>
  );
}
