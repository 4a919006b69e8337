import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonVariant, buttonLook } from "@/components/ui/button-look";

type Look = { variant?: ButtonVariant; size?: ButtonSize };

/** Does something. Its words say what: "Start 14-day trial", not "Submit". */
export function Button({ variant, size, className, type = "button", ...rest }: ComponentProps<"button"> & Look) {
  // oxlint-disable-next-line react/button-has-type -- the type is a prop with a default
  return <button type={type} className={buttonLook({ ...look(variant, size), className })} {...rest} />;
}

/** Goes somewhere, and is the thing to do next. */
export function ButtonLink({ variant, size, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link className={buttonLook({ ...look(variant, size), className })} {...rest} />;
}

function look(variant: ButtonVariant | undefined, size: ButtonSize | undefined): Look {
  return { ...(variant ? { variant } : {}), ...(size ? { size } : {}) };
}
