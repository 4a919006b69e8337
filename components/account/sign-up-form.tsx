"use client";

import { NextField } from "@/components/account/next-field";
import { NewPasswordField } from "@/components/account/new-password-field";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { TextField } from "@/components/ui/text-field";

type SignUpFormProps = { action: FormAction; next: string | undefined; passwordMinLength: number };

export function SignUpForm({ action, next, passwordMinLength }: SignUpFormProps) {
  return (
    <Form action={action}>
      <NextField next={next} />
      <TextField name="email" label="Email" type="email" autoComplete="email" required />
      <NewPasswordField name="password" label="Password" minLength={passwordMinLength} />
      <Submit busy="Creating your account…" className="mt-1 w-full">
        Create account
      </Submit>
    </Form>
  );
}
