"use client";

import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { TextField } from "@/components/ui/text-field";

type NameFormProps = { action: FormAction; name: string | null };

export function NameForm({ action, name }: NameFormProps) {
  return (
    <Form action={action} done="Your name is saved." className="max-w-sm">
      <TextField
        name="name"
        label="Name"
        autoComplete="name"
        defaultValue={name ?? ""}
        hint="What we call you here. Without one it is your address."
      />
      <Submit busy="Saving…" variant="secondary" className="justify-self-start">
        Save name
      </Submit>
    </Form>
  );
}
