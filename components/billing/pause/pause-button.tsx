"use client";

import { useState } from "react";
import type { ChangeActions } from "@/components/billing/change/change-actions";
import { PauseForm } from "@/components/billing/pause/pause-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PLANS } from "@/lib/billing/plans";
import type { PlanChanges } from "@/lib/billing/schema";

type PauseButtonProps = { changes: PlanChanges; actions: Pick<ChangeActions, "pause">; locale: string };

/** Some months on Free, without leaving. */
export function PauseButton({ changes, actions, locale }: PauseButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const title = `Pause ${PLANS[changes.held.plan].name}`;
  return (
    <>
      <Button variant="secondary" className="w-full" onClick={() => setOpen(true)}>
        {title}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={title}>
        <PauseForm changes={changes} actions={actions} onClose={close} locale={locale} />
      </Dialog>
    </>
  );
}
