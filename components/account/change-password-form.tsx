"use client";

import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { PasswordField } from "@/components/ui/text-field";
import { PASSWORD_MIN_LENGTH } from "@/lib/identity/schema";

/** Asks for the old password too: an open laptop must not be enough to lock its owner out. */
export function ChangePasswordForm({ action }: { action: FormAction }) {
  return (
    <Form action={action} done="Your password is changed." className="max-w-sm">
      <PasswordField name="password" label="Current password" autoComplete="current-password" required />
      <PasswordField
        name="newPassword"
        label="New password"
        autoComplete="new-password"
        minLength={PASSWORD_MIN_LENGTH}
        required
        hint={`At least ${PASSWORD_MIN_LENGTH} characters; a few words in a row are easiest.`}
      />
      <Submit busy="Changing…" variant="secondary" className="justify-self-start">
        Change password
      </Submit>
    </Form>
  );
}
