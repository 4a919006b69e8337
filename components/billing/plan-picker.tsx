import type { Changing } from "@/components/billing/change/column-change";
import { IntervalSection } from "@/components/billing/interval-section";
import { PlanColumn } from "@/components/billing/plan-column";
import type { PlanOffer } from "@/components/billing/plan-offer";
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
export function PlanPicker({ initialInterval, note, ...columns }: PlanPickerProps) {
  return (
    <IntervalSection
      title="Plans"
      description={note}
      initial={initialInterval}
      month={<Columns interval="month" {...columns} />}
      year={<Columns interval="year" {...columns} />}
    />
  );
}

type ColumnsProps = Omit<PlanPickerProps, "initialInterval" | "note"> & { interval: Interval };

function Columns({ offers, interval, changing, ...rest }: ColumnsProps) {
  return (
    <ul className="grid divide-y rounded-lg border md:grid-cols-3 md:divide-x md:divide-y-0">
      {PLAN_IDS.map((id) => (
        <PlanColumn key={id} id={id} offer={offers[id]} interval={interval} changing={changing} {...rest} />
      ))}
    </ul>
  );
}
