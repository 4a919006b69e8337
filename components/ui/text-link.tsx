import Link from "next/link";
import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";

/** A link in running text: told by its underline. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link className={classNames(LOOK, className)} {...rest} />;
}

/** A link that leaves the product; opens beside it. */
export function OutsideLink({ className, children, ...rest }: ComponentProps<"a">) {
  return (
    <a className={classNames(LOOK, className)} target="_blank" rel="noreferrer" {...rest}>
      {children}
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}

const LOOK = "underline decoration-edge underline-offset-3 transition-colors hover:decoration-current";
