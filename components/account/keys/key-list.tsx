"use client";

import { useState } from "react";
import type { KeyActions } from "@/components/account/keys/key-actions";
import { RenameForm, RevokeForm, RotateForm } from "@/components/account/keys/key-forms";
import { type KeyAct, KeyRow } from "@/components/account/keys/key-row";
import { Dialog } from "@/components/ui/dialog";
import type { KeyView } from "@/lib/identity/keys/schema";

type KeyListProps = {
  keys: KeyView[];
  /** Micro-dollars of this billing cycle, by the key's id; one that was not used is left out. */
  spent: Readonly<Record<string, bigint>>;
  actions: KeyActions;
  at: Date;
  locale: string;
};

const TITLES: Record<KeyAct, string> = {
  rename: "Rename this key",
  rotate: "Rotate this key?",
  revoke: "Revoke this key?",
};

/**
 * One's keys, and the dialogs about them. These are the list's and not a row's: a key that is rotated moves to another
 * place in it, and the one view of its successor must not go with the row.
 */
export function KeyList({ keys, spent, actions, at, locale }: KeyListProps) {
  const [asked, setAsked] = useState<{ act: KeyAct; chosen: KeyView }>();
  const close = () => setAsked(undefined);
  return (
    <>
      <ul className="grid divide-y rounded-lg border">
        {keys.map((one) => (
          <KeyRow
            key={one.id}
            one={one}
            spentMicros={spent[one.id] ?? 0n}
            at={at}
            locale={locale}
            onAct={(act) => setAsked({ act, chosen: one })}
          />
        ))}
      </ul>
      <Dialog isOpen={asked !== undefined} onClose={close} title={asked ? TITLES[asked.act] : ""}>
        {asked ? <Asked {...asked} actions={actions} onClose={close} /> : null}
      </Dialog>
    </>
  );
}

type AskedProps = { act: KeyAct; chosen: KeyView; actions: KeyActions; onClose: () => void };

function Asked({ act, chosen, actions, onClose }: AskedProps) {
  if (act === "rename") return <RenameForm chosen={chosen} action={actions.rename} onClose={onClose} />;
  if (act === "rotate") return <RotateForm chosen={chosen} action={actions.rotate} onClose={onClose} />;
  return <RevokeForm chosen={chosen} action={actions.revoke} onClose={onClose} />;
}
