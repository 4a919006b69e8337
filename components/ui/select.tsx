import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";

/** The system's own list of choices, as high as an input. 16 px on a phone, because smaller makes iOS zoom into the page. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return (
    <select
      className={classNames(
        "h-11 w-full rounded-md border border-edge bg-raised px-2 text-base transition-colors md:h-9 md:text-sm",
        "hover:border-muted focus-visible:border-accent focus-visible:outline-offset-0 md:pointer-coarse:h-11",
        className,
      )}
      {...rest}
    />
  );
}
