import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";

/** Rows of facts. Wider than the screen, it scrolls by itself (and by keyboard), never the page. */
export function Table({ label, className, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="-mx-4 overflow-x-auto px-4 md:-mx-2 md:px-2">
      <table className={classNames("rows w-full border-collapse text-left text-sm", className)} {...rest} />
    </section>
  );
}

/** A column's head; `end` for numbers, which line up at the right. */
export function Th({ end = false, className, ...rest }: ComponentProps<"th"> & { end?: boolean }) {
  return <th scope="col" className={classNames(end && "text-right", className) || undefined} {...rest} />;
}

export function Td({ end = false, className, ...rest }: ComponentProps<"td"> & { end?: boolean }) {
  return <td className={classNames(end && "tabular text-right", className) || undefined} {...rest} />;
}
