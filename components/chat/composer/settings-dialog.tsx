import { useId, useState } from "react";
import type { DraftSettings } from "@/components/chat/state/draft";
import { INSTRUCTIONS_LIMIT } from "@/components/chat/state/limits";
import type { Answer } from "@/components/chat/room/chat-actions";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, fieldWiring } from "@/components/ui/field";

type SettingsFormProps = {
  onClose: () => void;
  settings: DraftSettings;
  hasTemperature: boolean;
  onSave: (settings: DraftSettings) => Promise<Answer>;
};

export function SettingsDialog({ isOpen, ...form }: SettingsFormProps & { isOpen: boolean }) {
  return (
    <Dialog isOpen={isOpen} onClose={form.onClose} title="Chat settings">
      <SettingsForm {...form} />
    </Dialog>
  );
}

const FAILED = "This could not be saved. Please try again.";

export function SettingsForm({ onClose, settings, hasTemperature, onSave }: SettingsFormProps) {
  const id = useId();
  const [instructions, setInstructions] = useState(settings.instructions ?? "");
  const [temperatureCenti, setTemperature] = useState(settings.temperatureCenti);
  const [problem, setProblem] = useState<string>();

  async function save(): Promise<void> {
    const answer = await onSave(settingsOf(instructions, temperatureCenti)).catch(() => ({
      ok: false as const,
      message: FAILED,
    }));
    if (answer.ok) onClose();
    else setProblem(answer.message);
  }

  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field
        id={`${id}-instructions`}
        label="Instructions"
        hint="What the model should keep in mind in this chat: who you are, how to answer."
        error={problem}
      >
        <textarea
          rows={5}
          maxLength={INSTRUCTIONS_LIMIT}
          value={instructions}
          onChange={(event) => setInstructions(event.target.value)}
          className="max-h-[40dvh] w-full rounded-md border border-edge bg-raised px-3 py-2 text-base md:text-sm"
          {...fieldWiring({ id: `${id}-instructions`, hint: true, error: problem })}
        />
      </Field>
      {hasTemperature ? (
        <TemperatureField id={`${id}-temperature`} value={temperatureCenti} onChange={setTemperature} />
      ) : null}
      <div className="flex justify-end gap-2">
        <Button variant="secondary" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit">Save</Button>
      </div>
    </form>
  );
}

type TemperatureFieldProps = {
  id: string;
  value: number | undefined;
  onChange: (temperatureCenti: number | undefined) => void;
};

/** Where the slider stands while the model decides. */
const USUAL_CENTI = 100;

function TemperatureField({ id, value, onChange }: TemperatureFieldProps) {
  const hint = "Low stays close to the likely answer, high varies more.";
  return (
    <Field
      id={id}
      label="Temperature"
      hint={hint}
      aside={
        value === undefined ? (
          <span className="text-muted text-xs">The model's own</span>
        ) : (
          <span className="flex items-center gap-2">
            <span className="tabular text-sm">{(value / 100).toFixed(1)}</span>
            <Button size="sm" variant="quiet" onClick={() => onChange(undefined)}>
              Reset
            </Button>
          </span>
        )
      }
    >
      <input
        type="range"
        min={0}
        max={200}
        step={10}
        value={value ?? USUAL_CENTI}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="h-9 w-full accent-accent pointer-coarse:h-11"
        {...fieldWiring({ id, hint })}
        aria-valuetext={value === undefined ? "The model's own" : (value / 100).toFixed(1)}
      />
    </Field>
  );
}

/** Nothing is kept of a field that says nothing. */
export function settingsOf(instructions: string, temperatureCenti: number | undefined): DraftSettings {
  const text = instructions.trim();
  return { ...(text ? { instructions: text } : {}), ...(temperatureCenti === undefined ? {} : { temperatureCenti }) };
}
