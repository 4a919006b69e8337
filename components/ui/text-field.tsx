"use client";

import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { Field, fieldWiring, Input } from "@/components/ui/field";
import { useFormAnswer } from "@/components/ui/form";
import { fieldError, typedValue } from "@/components/ui/form-state";

type TextFieldProps = Omit<ComponentProps<"input">, "id" | "name"> & {
  /** The name the action reads. */
  name: string;
  label: string;
  hint?: ReactNode;
  aside?: ReactNode;
};

/** A labelled input inside a {@link Form}: shows the action's message about it and keeps what was typed. */
export function TextField({ name, label, hint, aside, defaultValue, ...rest }: TextFieldProps) {
  const id = useId();
  const answer = useFormAnswer();
  const error = fieldError(answer, name);
  return (
    <Field id={id} label={label} hint={hint} error={error} aside={aside}>
      <Input
        name={name}
        defaultValue={typedValue(answer, name) ?? defaultValue}
        {...fieldWiring({ id, hint, error })}
        {...rest}
      />
    </Field>
  );
}

type PasswordFieldProps = Omit<TextFieldProps, "type" | "autoComplete"> & {
  autoComplete: "current-password" | "new-password";
};

/** A password, which may be looked at: that saves more mistakes than hiding it prevents. */
export function PasswordField({ name, label, hint, aside, ...rest }: PasswordFieldProps) {
  const id = useId();
  const error = fieldError(useFormAnswer(), name);
  const [isShown, setShown] = useState(false);
  return (
    <Field id={id} label={label} hint={hint} error={error} aside={aside}>
      <div className="relative">
        <Input
          name={name}
          type={isShown ? "text" : "password"}
          spellCheck={false}
          autoCapitalize="none"
          className="pr-16"
          {...fieldWiring({ id, hint, error })}
          {...rest}
        />
        <button
          type="button"
          aria-pressed={isShown}
          aria-label="Show the password"
          onClick={() => setShown(!isShown)}
          className="absolute inset-y-1 right-1 rounded-md px-2.5 text-muted text-xs transition-colors hover:bg-quiet hover:text-text"
        >
          {isShown ? "Hide" : "Show"}
        </button>
      </div>
    </Field>
  );
}
