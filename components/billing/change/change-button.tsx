"use client";

import { useState } from "react";
import type { ChangeActions } from "@/components/billing/change/change-actions";
import { changeCall } from "@/components/billing/change/change-words";
import { LaterForm } from "@/components/billing/change/later-form";
import { QuoteForm } from "@/components/billing/change/quote-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PLANS } from "@/lib/billing/plans";
import type { PlanChanges } from "@/lib/billing/schema";

type ChangeButtonProps = {
  option: PlanChanges["options"][number];
  changes: PlanChanges;
  actions: ChangeActions;
  locale: string;
};

/** Leads to another plan: first to what it costs and when it begins, then to a yes. */
export function ChangeButton({ option, changes, actions, locale }: ChangeButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const call = changeCall(option, changes.held);
  const isUp = option.when === "now";
  return (
    <>
      <Button variant={isUp ? "primary" : "secondary"} className="w-full" onClick={() => setOpen(true)}>
        {call}
        {option.plan === changes.held.plan ? <span className="sr-only"> for {PLANS[option.plan].name}</span> : null}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={call}>
        {isUp ? (
          <QuoteForm wish={option} actions={actions} onClose={close} locale={locale} />
        ) : (
          <LaterForm option={option} changes={changes} actions={actions} onClose={close} locale={locale} />
        )}
      </Dialog>
    </>
  );
}
