"use client";

import { type ReactNode, useEffect, useState } from "react";
import type { AskedForm, DialogForm } from "@/components/billing/dialog-forms";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-look";
import { Dialog } from "@/components/ui/dialog";
import { patiently } from "@/components/ui/patiently";

type DialogButtonProps = {
  title: string;
  /** What it opens. */
  asked: AskedForm;
  variant?: ButtonVariant;
  className?: string;
  children: ReactNode;
};

/**
 * A button that asks before anything is done. The forms come once the page stands, before anybody presses; where they
 * are late the dialog opens when they are there.
 */
export function DialogButton({ title, asked, variant = "secondary", className, children }: DialogButtonProps) {
  const [Form, setForm] = useState<typeof DialogForm>();
  const [isWanted, want] = useState(false);
  const close = () => want(false);
  useEffect(() => {
    async function take() {
      const forms = await loadForms();
      setForm(() => forms.DialogForm);
    }
    void take();
  }, []);
  const isOpen = isWanted && Form !== undefined;
  return (
    <>
      <Button
        variant={variant}
        {...(className ? { className } : {})}
        aria-busy={isWanted && !isOpen}
        onClick={() => want(true)}
      >
        {children}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={title}>
        {Form ? <Form asked={asked} onClose={close} /> : null}
      </Dialog>
    </>
  );
}

const loadForms = () => patiently(() => import("@/components/billing/dialog-forms"));
