"use client";

import { useId, useState } from "react";
import type { KeyActions } from "@/components/account/keys/key-actions";
import { OVERLAP_LABELS } from "@/components/account/keys/key-words";
import { SecretOnce } from "@/components/account/keys/secret-once";
import { Choices, Problem } from "@/components/billing/change/dialog-parts";
import { useAct } from "@/components/billing/change/use-act";
import { Button } from "@/components/ui/button";
import { ChoiceField } from "@/components/ui/choice-field";
import { Field, fieldWiring, Input } from "@/components/ui/field";
import { Form, Submit, useFormAnswer } from "@/components/ui/form";
import { KEY_NAME_LENGTH, type KeyView, OVERLAPS } from "@/lib/identity/keys/schema";

/** What each dialog about one key holds; apart from the dialogs, so that they can be read without a browser. */
type KeyFormProps<Act extends keyof KeyActions> = { chosen: KeyView; action: KeyActions[Act]; onClose: () => void };

export function RenameForm({ chosen, action, onClose }: KeyFormProps<"rename">) {
  const id = useId();
  const { act, isBusy, problem } = useAct();
  const [name, setName] = useState(chosen.name);
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void act(() => action({ id: chosen.id, name }), onClose);
      }}
    >
      <Field id={id} label="Name" error={problem?.message}>
        <Input
          value={name}
          autoComplete="off"
          maxLength={KEY_NAME_LENGTH}
          onChange={(event) => setName(event.target.value)}
          {...fieldWiring({ id, hint: undefined, error: problem?.message })}
        />
      </Field>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Keep the name
        </Button>
        <Button type="submit" aria-busy={isBusy}>
          Rename
        </Button>
      </Choices>
    </form>
  );
}

export function RevokeForm({ chosen, action, onClose }: KeyFormProps<"revoke">) {
  const { act, isBusy, problem } = useAct();
  return (
    <div className="grid gap-5">
      <p>
        <span className="font-medium">{chosen.name}</span> ({chosen.prefix}) stops at once and for good: every program
        that uses it is refused. What it has used stays in your usage.
      </p>
      <Problem>{problem?.message}</Problem>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Keep it
        </Button>
        <Button variant="danger" aria-busy={isBusy} onClick={() => void act(() => action({ id: chosen.id }), onClose)}>
          Revoke key
        </Button>
      </Choices>
    </div>
  );
}

const OVERLAP_CHOICES = OVERLAPS.map((value) => ({ value, label: OVERLAP_LABELS[value] }));

export function RotateForm({ chosen, action, onClose }: KeyFormProps<"rotate">) {
  return (
    <Form action={action}>
      <RotateFields chosen={chosen} onClose={onClose} />
    </Form>
  );
}

function RotateFields({ chosen, onClose }: Omit<KeyFormProps<"rotate">, "action">) {
  const answer = useFormAnswer();
  if (answer?.ok && answer.secret !== undefined) return <SecretOnce secret={answer.secret} onClose={onClose} />;
  return (
    <>
      <p>
        A new key takes the place of <span className="font-medium">{chosen.name}</span>, with the same limits. Give the
        old one the time that you need to put the new one everywhere.
      </p>
      <input type="hidden" name="id" value={chosen.id} />
      <ChoiceField name="overlap" legend="The old key" choices={OVERLAP_CHOICES} initial="day" />
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Not now
        </Button>
        <Submit busy="Rotating…">Rotate key</Submit>
      </Choices>
    </>
  );
}
