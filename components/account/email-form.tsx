"use client";

import { NextField } from "@/components/account/next-field";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { TextField } from "@/components/ui/text-field";

type EmailFormProps = { action: FormAction; next: string | undefined; send: string };

/** Asks for an address to send something to: a link to sign in with, or to set a new password. */
export function EmailForm({ action, next, send }: EmailFormProps) {
  return (
    <Form action={action}>
      <NextField next={next} />
      <TextField name="email" label="Email" type="email" autoComplete="email" required />
      <Submit busy="Sending…" className="mt-1 w-full">
        {send}
      </Submit>
    </Form>
  );
}
