"use client";

import { NextField, withNext } from "@/components/account/next-field";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { PasswordField, TextField } from "@/components/ui/text-field";
import { TextLink } from "@/components/ui/text-link";

type SignInFormProps = { action: FormAction; next: string | undefined };

export function SignInForm({ action, next }: SignInFormProps) {
  return (
    <Form action={action}>
      <NextField next={next} />
      <TextField name="email" label="Email" type="email" autoComplete="email" required />
      <PasswordField
        name="password"
        label="Password"
        autoComplete="current-password"
        required
        aside={
          <TextLink href={withNext("/forgot-password", next)} className="text-muted text-xs">
            Forgot it?
          </TextLink>
        }
      />
      <Submit busy="Signing in…" className="mt-1 w-full">
        Sign in
      </Submit>
    </Form>
  );
}
