"use client";

import { NextField } from "@/components/account/next-field";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { PasswordField, TextField } from "@/components/ui/text-field";
import { PASSWORD_MIN_LENGTH } from "@/lib/identity/schema";

type SignUpFormProps = { action: FormAction; next: string | undefined };

export function SignUpForm({ action, next }: SignUpFormProps) {
  return (
    <Form action={action}>
      <NextField next={next} />
      <TextField name="email" label="Email" type="email" autoComplete="email" required />
      <PasswordField
        name="password"
        label="Password"
        autoComplete="new-password"
        minLength={PASSWORD_MIN_LENGTH}
        required
        hint={`At least ${PASSWORD_MIN_LENGTH} characters; a few words in a row are easiest.`}
      />
      <Submit busy="Creating your account…" className="mt-1 w-full">
        Create account
      </Submit>
    </Form>
  );
}
