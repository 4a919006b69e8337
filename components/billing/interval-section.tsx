"use client";

import { Fragment, type ReactNode, useState } from "react";
import { Section } from "@/components/ui/section";
import { Segments } from "@/components/ui/segments";
import type { Interval } from "@/lib/billing/schema";

const SEGMENTS = [
  { value: "month", label: "Monthly" },
  { value: "year", label: "Yearly" },
] as const;

type IntervalSectionProps = Record<Interval, ReactNode> & {
  title: string;
  description: string | undefined;
  initial: Interval;
};

/** Shows what is had by the month or what is had by the year; both come drawn. */
export function IntervalSection({ title, description, initial, ...drawn }: IntervalSectionProps) {
  const [interval, choose] = useState<Interval>(initial);
  return (
    <Section
      title={title}
      {...(description ? { description } : {})}
      action={
        <Segments legend="How often to pay" name="interval" segments={SEGMENTS} chosen={interval} onChoose={choose} />
      }
    >
      {/* Another price is another dialog, with its own quote. */}
      <Fragment key={interval}>{drawn[interval]}</Fragment>
    </Section>
  );
}
