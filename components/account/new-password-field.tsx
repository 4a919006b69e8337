"use client";

import { PasswordField } from "@/components/ui/text-field";

type NewPasswordFieldProps = {
  name: string;
  label: string;
  /** A number instead of the schema it comes from, because the schema would bring zod to the browser. */
  minLength: number;
};

export function NewPasswordField({ name, label, minLength }: NewPasswordFieldProps) {
  return (
    <PasswordField
      name={name}
      label={label}
      autoComplete="new-password"
      minLength={minLength}
      required
      hint={`At least ${minLength} characters; a few words in a row are easiest.`}
    />
  );
}
