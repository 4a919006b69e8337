"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { useKeptOpen } from "@/components/ui/dialog";
import { Field, fieldWiring, Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";

/** A key that was just made, to be taken along now. */
export function SecretOnce({ secret, onClose }: { secret: string; onClose: () => void }) {
  const id = useId();
  useKeptOpen();
  const hint = "Keep it like a password: whoever has it spends as you.";
  return (
    <div className="grid gap-4">
      <Notice tone="good" aria-live="polite">
        Copy your key now. It is shown this one time; we keep only what it takes to recognise it.
      </Notice>
      <Field id={id} label="Your key" hint={hint}>
        <div className="flex items-center gap-2">
          <Input
            readOnly
            value={secret}
            spellCheck={false}
            autoComplete="off"
            className="font-mono"
            onFocus={(event) => event.currentTarget.select()}
            {...fieldWiring({ id, hint, error: undefined })}
          />
          <CopyButton label="Copy key" text={secret} />
        </div>
      </Field>
      <div className="flex justify-end">
        <Button onClick={onClose}>I have copied it</Button>
      </div>
    </div>
  );
}
