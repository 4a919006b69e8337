import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Tooltip, type TooltipSide } from "@/components/ui/tooltip";

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label" | "children"> & {
  /** What it does: its accessible name and its tooltip. */
  label: string;
  /** An icon of 16 px. */
  icon: ReactNode;
  side?: TooltipSide;
};

/** A button that is only an icon. The tooltip repeats the name for those who see. */
export function IconButton({ label, icon, side = "bottom", className, type = "button", ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} side={side}>
      {/* oxlint-disable-next-line react/button-has-type -- the type is a prop with a default */}
      <button type={type} aria-label={label} className={classNames(LOOK, className)} {...rest}>
        {icon}
      </button>
    </Tooltip>
  );
}

type IconLinkProps = Omit<ComponentProps<typeof Link>, "aria-label" | "children"> & {
  label: string;
  icon: ReactNode;
  side?: TooltipSide;
};

/** A link that is only an icon. */
export function IconLink({ label, icon, side = "bottom", className, ...rest }: IconLinkProps) {
  return (
    <Tooltip text={label} side={side}>
      <Link aria-label={label} className={classNames(LOOK, className)} {...rest}>
        {icon}
      </Link>
    </Tooltip>
  );
}

const LOOK = classNames(
  "inline-flex size-8 items-center justify-center rounded-md text-muted transition-colors",
  "hover:bg-quiet hover:text-text aria-expanded:bg-quiet aria-expanded:text-text disabled:opacity-40",
  "pointer-coarse:size-11",
);
