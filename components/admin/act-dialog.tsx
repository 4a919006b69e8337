"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { TextField } from "@/components/ui/text-field";

type ActDialogProps = {
  action: FormAction;
  /** What the button says, and the title of the window that asks. */
  label: string;
  title: string;
  /** What happens, and what does not. */
  words: string;
  confirm: string;
  isDangerous?: boolean;
  /** What the form is about: sent along, and not to be typed. */
  about: Readonly<Record<string, string>>;
  /** Further fields, before the reason. */
  children?: ReactNode;
};

/** A button that changes somebody's billing once it was confirmed, with a reason for the audit log. */
export function ActDialog({ label, title, children, ...form }: ActDialogProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="secondary" size="sm" onClick={() => setAsking(true)}>
        {label}
      </Button>
      <Dialog isOpen={isAsking} onClose={() => setAsking(false)} title={title}>
        <ActForm {...form} close={() => setAsking(false)}>
          {children}
        </ActForm>
      </Dialog>
    </>
  );
}

type ActFormProps = Omit<ActDialogProps, "label" | "title"> & { close: () => void };

/** Apart from the dialog, so that it can be read without a browser. */
export function ActForm({ action, words, confirm, isDangerous = false, about, close, children }: ActFormProps) {
  // However often the button is pressed while the window is open, it is one act.
  const [actId] = useState(() => crypto.randomUUID());
  return (
    <>
      <p className="mb-4 text-muted">{words}</p>
      <Form action={action} done="Done. It stands in the audit log.">
        {Object.entries({ ...about, actId }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
        <TextField
          name="reason"
          label="Why"
          hint="Kept for good, so nothing personal."
          autoComplete="off"
          maxLength={300}
          required
        />
        <div className="flex flex-wrap justify-end gap-3">
          <Button variant="secondary" onClick={close}>
            Close
          </Button>
          <Submit busy="Working…" variant={isDangerous ? "danger" : "primary"}>
            {confirm}
          </Submit>
        </div>
      </Form>
    </>
  );
}
