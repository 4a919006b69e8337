"use client";

import { type ReactNode, useId } from "react";
import { useFormAnswer } from "@/components/ui/form";
import { fieldError, typedValue } from "@/components/ui/form-state";

type Choice = { value: string; label: ReactNode };

type ChoiceFieldProps = {
  /** The name the action reads. */
  name: string;
  legend: string;
  choices: readonly Choice[];
  /** What is chosen before anything was sent. */
  initial: string;
};

/** One of a few, inside a {@link Form}; a refused form keeps what was chosen. */
export function ChoiceField({ name, legend, choices, initial }: ChoiceFieldProps) {
  const answer = useFormAnswer();
  const chosen = typedValue(answer, name) ?? initial;
  return (
    <ChoiceGroup legend={legend} error={fieldError(answer, name)}>
      {choices.map(({ value, label }) => (
        <ChoiceLine key={value} type="radio" name={name} value={value} isChosen={value === chosen}>
          {label}
        </ChoiceLine>
      ))}
    </ChoiceGroup>
  );
}

type TickFieldProps = {
  /** What the action's message about all of them is called. */
  name: string;
  legend: string;
  /** Each box is a field of its own, called by its value, and "on" when it is ticked. */
  boxes: readonly Choice[];
};

/** Any of a few, all ticked at first; a refused form keeps what was ticked. */
export function TickField({ name, legend, boxes }: TickFieldProps) {
  const answer = useFormAnswer();
  const isFresh = answer?.ok !== false;
  return (
    <ChoiceGroup legend={legend} error={fieldError(answer, name)}>
      {boxes.map(({ value, label }) => (
        <ChoiceLine
          key={value}
          type="checkbox"
          name={value}
          value="on"
          isChosen={isFresh || typedValue(answer, value) === "on"}
        >
          {label}
        </ChoiceLine>
      ))}
    </ChoiceGroup>
  );
}

function ChoiceGroup({ legend, error, children }: { legend: string; error: string | undefined; children: ReactNode }) {
  const errorId = useId();
  return (
    <fieldset aria-describedby={error ? errorId : undefined}>
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-5">{children}</div>
      {error ? (
        <p id={errorId} className="mt-1 text-bad text-xs">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

type LineProps = { type: "radio" | "checkbox"; name: string; value: string; isChosen: boolean; children: ReactNode };

function ChoiceLine({ type, name, value, isChosen, children }: LineProps) {
  return (
    <label className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
      <input type={type} name={name} value={value} defaultChecked={isChosen} className="size-4 accent-accent" />
      {children}
    </label>
  );
}
