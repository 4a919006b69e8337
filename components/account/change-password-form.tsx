"use client";

import { NewPasswordField } from "@/components/account/new-password-field";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { PasswordField } from "@/components/ui/text-field";

type ChangePasswordFormProps = { action: FormAction; passwordMinLength: number };

/** Asks for the old password too: an open laptop must not be enough to lock its owner out. */
export function ChangePasswordForm({ action, passwordMinLength }: ChangePasswordFormProps) {
  return (
    <Form action={action} done="Your password is changed." className="max-w-sm">
      <PasswordField name="password" label="Current password" autoComplete="current-password" required />
      <NewPasswordField name="newPassword" label="New password" minLength={passwordMinLength} />
      <Submit busy="Changing…" variant="secondary" className="justify-self-start">
        Change password
      </Submit>
    </Form>
  );
}
