"use client";

import { NextField } from "@/components/account/next-field";
import { NewPasswordField } from "@/components/account/new-password-field";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";

type ResetPasswordFormProps = {
  action: FormAction;
  token: string;
  next: string | undefined;
  passwordMinLength: number;
};

export function ResetPasswordForm({ action, token, next, passwordMinLength }: ResetPasswordFormProps) {
  return (
    <Form action={action}>
      <input type="hidden" name="token" value={token} />
      <NextField next={next} />
      <NewPasswordField name="password" label="New password" minLength={passwordMinLength} />
      <Submit busy="Saving…" className="mt-1 w-full">
        Save and sign in
      </Submit>
    </Form>
  );
}
