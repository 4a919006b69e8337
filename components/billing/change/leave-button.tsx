"use client";

import { useState } from "react";
import type { ChangeActions } from "@/components/billing/change/change-actions";
import { LeaveForm } from "@/components/billing/change/leave-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PLANS } from "@/lib/billing/plans";
import type { PlanChanges } from "@/lib/billing/schema";

type LeaveButtonProps = { changes: PlanChanges; actions: ChangeActions; locale: string };

/** Back to Free. */
export function LeaveButton({ changes, actions, locale }: LeaveButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const title = `Cancel ${PLANS[changes.held.plan].name}`;
  return (
    <>
      <Button variant="secondary" className="w-full" onClick={() => setOpen(true)}>
        {title}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={title}>
        <LeaveForm changes={changes} actions={actions} onClose={close} locale={locale} />
      </Dialog>
    </>
  );
}
