"use client";

import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type Segment<Value extends string> = { value: Value; label: string; icon?: ReactNode };

type SegmentsProps<Value extends string> = {
  /** What is chosen, for a screen reader: those who see read it from the choices. */
  legend: string;
  /** Of the radio buttons; unique on the page, or two groups would be one. */
  name: string;
  segments: readonly Segment<Value>[];
  chosen: Value;
  onChoose: (value: Value) => void;
};

/** A choice among two or three, side by side: radio buttons, so that arrow keys move and one is always chosen. */
export function Segments<Value extends string>({ legend, name, segments, chosen, onChoose }: SegmentsProps<Value>) {
  return (
    <fieldset className="inline-flex w-fit gap-0.5 rounded-lg bg-quiet p-0.5">
      <legend className="sr-only">{legend}</legend>
      {segments.map(({ value, label, icon }) => (
        <label key={value} className={LOOK}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
            className="sr-only"
          />
          {icon}
          {label}
        </label>
      ))}
    </fieldset>
  );
}

const LOOK = classNames(
  "flex h-11 items-center gap-2 whitespace-nowrap rounded-md px-3 font-medium text-muted transition-colors hover:text-text",
  "has-checked:bg-raised has-checked:text-text has-checked:shadow-[0_0_0_1px_var(--line)]",
  "has-focus-visible:outline-2 has-focus-visible:outline-accent md:h-8 md:pointer-coarse:h-11",
);
