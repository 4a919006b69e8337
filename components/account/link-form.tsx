"use client";

import { NextField } from "@/components/account/next-field";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";

type LinkFormProps = { action: FormAction; token: string; next: string | undefined; press: string };

/** The button behind a mailed link. Scanners open links before people do, so opening one must change nothing. */
export function LinkForm({ action, token, next, press }: LinkFormProps) {
  return (
    <Form action={action}>
      <input type="hidden" name="token" value={token} />
      <NextField next={next} />
      <Submit busy="One moment…" className="w-full">
        {press}
      </Submit>
    </Form>
  );
}
