"use client";

import { useState } from "react";
import { ActDialog } from "@/components/admin/act-dialog";
import type { FormAction } from "@/components/ui/form-state";
import { Segments } from "@/components/ui/segments";
import { TextField } from "@/components/ui/text-field";
import { PAID_PLAN_IDS, PLANS } from "@/lib/billing/plans";
import type { PaidPlanId } from "@/lib/billing/schema";

type GiveMonthsProps = { userId: string; subscriptionId: string; planName: string; action: FormAction };

/** Months of what somebody pays for. */
export function GiveMonths({ userId, subscriptionId, planName, action }: GiveMonthsProps) {
  return (
    <ActDialog
      action={action}
      label="Give months"
      title={`Give months of ${planName}?`}
      words={`Their next renewals of ${planName} cost nothing; what they paid for already is not given back. A bigger plan is paid for as ever. They are told by mail.`}
      confirm="Give"
      about={{ userId, subscriptionId }}
    >
      <Months />
    </ActDialog>
  );
}

/** A plan for who pays for none. */
export function GivePlan({ userId, action }: { userId: string; action: FormAction }) {
  return (
    <ActDialog
      action={action}
      label="Give a plan"
      title="Give them a plan?"
      words="It begins now and ends by itself: nothing is charged, also where they have a card saved. It counts as their trial. They are told by mail."
      confirm="Give"
      about={{ userId }}
    >
      <PlanChoice />
      <Months />
    </ActDialog>
  );
}

function Months() {
  return (
    <TextField name="months" label="Months" hint="1 to 12." inputMode="numeric" autoComplete="off" defaultValue="1" />
  );
}

function PlanChoice() {
  const [plan, setPlan] = useState<PaidPlanId>("pro");
  const segments = PAID_PLAN_IDS.map((value) => ({ value, label: PLANS[value].name }));
  return <Segments legend="Plan" name="plan" segments={segments} chosen={plan} onChoose={setPlan} />;
}
