"use client";

import { NextField } from "@/components/account/next-field";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { PasswordField } from "@/components/ui/text-field";
import { PASSWORD_MIN_LENGTH } from "@/lib/identity/schema";

type ResetPasswordFormProps = { action: FormAction; token: string; next: string | undefined };

export function ResetPasswordForm({ action, token, next }: ResetPasswordFormProps) {
  return (
    <Form action={action}>
      <input type="hidden" name="token" value={token} />
      <NextField next={next} />
      <PasswordField
        name="password"
        label="New password"
        autoComplete="new-password"
        minLength={PASSWORD_MIN_LENGTH}
        required
        hint={`At least ${PASSWORD_MIN_LENGTH} characters; a few words in a row are easiest.`}
      />
      <Submit busy="Saving…" className="mt-1 w-full">
        Save and sign in
      </Submit>
    </Form>
  );
}
