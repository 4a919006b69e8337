"use client";

import { useState } from "react";
import type { Changing } from "@/components/billing/change/column-change";
import { IntervalChoice } from "@/components/billing/interval-choice";
import { PlanColumn } from "@/components/billing/plan-column";
import type { PlanOffer } from "@/components/billing/plan-offer";
import { Section } from "@/components/ui/section";
import { PLAN_IDS } from "@/lib/billing/plans";
import type { Currency, Interval, PlanId } from "@/lib/billing/schema";

type PlanPickerProps = {
  offers: Record<PlanId, PlanOffer>;
  /** Of the price that is paid now, if any. */
  paidInterval: Interval | undefined;
  initialInterval: Interval;
  currency: Currency;
  /** How to come to another plan, where the checkout is no way. */
  note: string | undefined;
  /** What can be made of the plan one has; none for who has none. */
  changing?: Changing | undefined;
  locale: string;
};

/** The plans side by side: what differs, and the next step of each. On a phone one below the other. */
export function PlanPicker({
  offers,
  paidInterval,
  initialInterval,
  currency,
  note,
  changing,
  locale,
}: PlanPickerProps) {
  const [interval, choose] = useState(initialInterval);
  return (
    <Section
      title="Plans"
      {...(note ? { description: note } : {})}
      action={<IntervalChoice interval={interval} onChoose={choose} />}
    >
      <ul className="grid divide-y rounded-lg border md:grid-cols-3 md:divide-x md:divide-y-0">
        {PLAN_IDS.map((id) => (
          <PlanColumn
            key={id}
            id={id}
            offer={offers[id]}
            interval={interval}
            currency={currency}
            paidInterval={paidInterval}
            changing={changing}
            locale={locale}
          />
        ))}
      </ul>
    </Section>
  );
}
