"use client";

import { Segments } from "@/components/ui/segments";
import { INTERVALS } from "@/lib/billing/plans";
import type { Interval } from "@/lib/billing/schema";

const LABELS: Record<Interval, string> = { month: "Monthly", year: "Yearly" };

type IntervalChoiceProps = { interval: Interval; onChoose: (interval: Interval) => void };

export function IntervalChoice({ interval, onChoose }: IntervalChoiceProps) {
  return (
    <Segments
      legend="How often to pay"
      name="interval"
      segments={INTERVALS.map((value) => ({ value, label: LABELS[value] }))}
      chosen={interval}
      onChoose={onChoose}
    />
  );
}
