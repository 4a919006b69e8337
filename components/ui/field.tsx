import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type FieldShape = {
  /** Unique on the page; the label, the hint and the error are tied to it. */
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** At the right of the label, for "Forgot it?". */
  aside?: ReactNode;
};

/** What a control inside a {@link Field} needs to be described by its hint, or by the error in the hint's place. */
export function fieldWiring({ id, hint, error }: Pick<FieldShape, "id" | "hint" | "error">) {
  if (error) return { id, "aria-describedby": `${id}-error`, "aria-invalid": true };
  return hint ? { id, "aria-describedby": `${id}-hint` } : { id };
}

/** A label, a control, and below it a hint or, when something is wrong, what that is. */
export function Field({ id, label, hint, error, aside, children }: FieldShape & { children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside}
      </div>
      {children}
      {hint && !error ? (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-bad text-xs">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** 16 px on a phone, because smaller makes iOS zoom into the page. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input
      className={classNames(
        "h-11 w-full rounded-md border border-edge bg-raised px-3 text-base transition-colors md:h-9 md:text-sm",
        "hover:border-muted focus-visible:border-accent focus-visible:outline-offset-0 md:pointer-coarse:h-11",
        "read-only:bg-quiet read-only:text-muted disabled:opacity-60 aria-invalid:border-bad",
        className,
      )}
      {...rest}
    />
  );
}
