import { classNames } from "@/components/ui/class-names";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "md" | "lg" | "sm";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent/88 active:bg-accent/80",
  secondary: "border border-line bg-raised text-text hover:bg-quiet active:bg-line/60",
  quiet: "text-text hover:bg-quiet active:bg-line/60",
  danger: "border border-line bg-raised text-bad hover:border-bad/50 hover:bg-bad/8 active:bg-bad/14",
};

/** A finger needs 44 px; a mouse does not. */
const SIZES: Record<ButtonSize, string> = {
  sm: "h-8 px-2.5 text-sm pointer-coarse:h-11",
  md: "h-11 px-4 text-sm md:h-9 md:px-3.5 md:pointer-coarse:h-11",
  lg: "h-11 px-5 text-base",
};

type ButtonLook = { variant?: ButtonVariant; size?: ButtonSize; className?: string | undefined };

/** How buttons look, for a `<button>` and for the link that is dressed as one. */
export function buttonLook({ variant = "primary", size = "md", className }: ButtonLook = {}): string {
  return classNames(
    "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium",
    "transition-colors disabled:opacity-50 disabled:hover:bg-none aria-busy:opacity-70",
    VARIANTS[variant],
    SIZES[size],
    className,
  );
}
