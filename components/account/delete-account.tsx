"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { TextField } from "@/components/ui/text-field";

type DeleteAccountProps = {
  action: FormAction;
  /** What has to be typed. */
  email: string;
  /** The plan that ends with it; none where nothing is paid for. */
  planName: string | null;
};

/** Deletes the account for good, after naming what is lost and asking for the address. */
export function DeleteAccount({ action, email, planName }: DeleteAccountProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        Delete account
      </Button>
      <Dialog isOpen={isAsking} onClose={() => setAsking(false)} title="Delete your account?">
        <WhatIsLost planName={planName} />
        <Form action={action}>
          <TextField name="email" label={`Type ${email} to confirm`} type="email" autoComplete="off" required />
          <div className="flex flex-wrap justify-end gap-3">
            <Button variant="secondary" onClick={() => setAsking(false)}>
              Keep my account
            </Button>
            <Submit busy="Deleting…" variant="danger">
              Delete for good
            </Submit>
          </div>
        </Form>
      </Dialog>
    </>
  );
}

/** Apart from the dialog, so that it can be read without a browser. */
export function WhatIsLost({ planName }: { planName: string | null }) {
  return (
    <>
      <p className="mb-3 text-muted">This can not be undone. You are signed out everywhere at once, and then:</p>
      <ul className="mb-3 list-disc space-y-1 pl-5 text-muted">
        <li>
          {planName === null
            ? "Nothing will ever be charged."
            : `Your ${planName} subscription is cancelled first, at once: nothing is charged any more, and what is left of its time is not refunded.`}
        </li>
        <li>Your saved cards are removed.</li>
        <li>Your chats and your files are deleted.</li>
        <li>Allowance and credit that you have left are lost.</li>
      </ul>
      <p className="mb-5 text-muted">
        Invoices and the records of what was paid and used stay, without your name and address. A letter tells you when
        it is done.
      </p>
    </>
  );
}
