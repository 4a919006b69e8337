"use client";

import { useState } from "react";
import { SCOPE_LABELS } from "@/components/account/keys/key-words";
import { SecretOnce } from "@/components/account/keys/secret-once";
import { Choices } from "@/components/billing/change/dialog-parts";
import { Button } from "@/components/ui/button";
import { ChoiceField, TickField } from "@/components/ui/choice-field";
import { Dialog } from "@/components/ui/dialog";
import { Form, Submit, useFormAnswer } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import { TextField } from "@/components/ui/text-field";
import { KEY_LIVES, KEY_NAME_LENGTH } from "@/lib/identity/keys/schema";
import { KEY_SCOPES } from "@/lib/identity/schema";

const LIVES = KEY_LIVES.map((value) => ({ value, label: value === "none" ? "No end" : `${value} days` }));
const SCOPES = KEY_SCOPES.map((value) => ({ value, label: SCOPE_LABELS[value] }));

/** The button, and behind it the form; what it makes is shown in the form's place. */
export function CreateKey({ action }: { action: FormAction }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Create key</Button>
      <Dialog isOpen={isOpen} onClose={close} title="Create an API key">
        <NewKeyForm action={action} onClose={close} />
      </Dialog>
    </>
  );
}

type NewKeyProps = { action: FormAction; onClose: () => void };

/** Apart from the dialog, so that it can be read without a browser. */
export function NewKeyForm({ action, onClose }: NewKeyProps) {
  return (
    <Form action={action}>
      <NewKeyFields onClose={onClose} />
    </Form>
  );
}

function NewKeyFields({ onClose }: Pick<NewKeyProps, "onClose">) {
  const answer = useFormAnswer();
  if (answer?.ok && answer.secret !== undefined) return <SecretOnce secret={answer.secret} onClose={onClose} />;
  return (
    <>
      <TextField
        name="name"
        label="Name"
        hint="Where you will use it, so that you know it again."
        placeholder="Build server"
        autoComplete="off"
        maxLength={KEY_NAME_LENGTH}
        required
      />
      <TickField name="scopes" legend="What it may do" boxes={SCOPES} />
      <ChoiceField name="days" legend="How long it works" choices={LIVES} initial="90" />
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          name="requestsPerMinute"
          label="Requests a minute"
          hint="Empty: as many as your plan has."
          inputMode="numeric"
          autoComplete="off"
        />
        <TextField
          name="budget"
          label="Budget in dollars"
          hint="Each billing cycle. Empty: none."
          inputMode="decimal"
          autoComplete="off"
        />
      </div>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Not now
        </Button>
        <Submit busy="Creating…">Create key</Submit>
      </Choices>
    </>
  );
}
