"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";

/** Ends every session, this one too, after asking once. */
export function SignOutEverywhere({ action }: { action: FormAction }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        Sign out everywhere
      </Button>
      <Dialog isOpen={isAsking} onClose={() => setAsking(false)} title="Sign out everywhere?">
        <p className="mb-5 text-muted">
          Every browser and device is signed out at once, also this one. Your chats and your plan stay as they are.
        </p>
        <Form action={action} className="flex! flex-wrap justify-end">
          <Button variant="secondary" onClick={() => setAsking(false)}>
            Stay signed in
          </Button>
          <Submit busy="Signing out…">Sign out everywhere</Submit>
        </Form>
      </Dialog>
    </>
  );
}
