"use client";

import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { Notice } from "@/components/ui/notice";

type UnconfirmedNoticeProps = { email: string; resend: FormAction };

/** The address is not proved yet: says so, and sends the letter again. */
export function UnconfirmedNotice({ email, resend }: UnconfirmedNoticeProps) {
  return (
    <Notice
      tone="warn"
      title="Your address is not confirmed yet"
      action={
        <Form action={resend} done="Sent. Look in your inbox.">
          <input type="hidden" name="email" value={email} />
          <Submit size="sm" variant="secondary" busy="Sending…">
            Send the letter again
          </Submit>
        </Form>
      }
    >
      We sent a letter to {email}. The link in it confirms that it is yours.
    </Notice>
  );
}
