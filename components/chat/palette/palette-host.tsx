"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useEffectEvent, useState } from "react";
import { Renaming } from "@/components/chat/list/renaming";
import { useRoom } from "@/components/chat/room/chat-room";
import { NEW_CHAT_PATH } from "@/components/chat/room/use-fresh-key";
import type { FormAction } from "@/components/ui/form-state";
import { patiently } from "@/components/ui/patiently";
import type { ConversationSummary } from "@/lib/chat/schema";
import { type Shortcut, shortcutOf } from "./shortcuts";

// Each comes when it is first asked for.
const loadPalette = async () => ({ default: (await patiently(() => import("./open-palette"))).OpenPalette });
const OpenPalette = lazy(loadPalette);
const ShortcutList = lazy(async () => ({ default: (await patiently(() => import("./shortcut-list"))).ShortcutList }));

type PaletteHostProps = { isAdmin: boolean; signOut: FormAction };

/** Listens to the shortcuts of every page behind the sign-in, and holds what they open. */
export function PaletteHost({ isAdmin, signOut }: PaletteHostProps) {
  const [shown, show] = useState<"palette" | "help">();
  const [renamed, rename] = useState<ConversationSummary>();
  const { departure } = useRoom();
  const { push } = useRouter();
  const close = () => show(undefined);

  const answer = useEffectEvent((shortcut: Shortcut) => {
    if (shortcut === "palette" || shortcut === "help") return show(shortcut);
    // A new chat too is begun by writing: the focus does not stay in a field of the page that is left.
    document.querySelector<HTMLElement>("#content textarea")?.focus();
    if (shortcut === "new-chat") departure.leave(() => push(NEW_CHAT_PATH));
  });
  useEffect(() => {
    function hear(event: KeyboardEvent): void {
      const shortcut = shortcutOf(event);
      if (!shortcut) return;
      event.preventDefault();
      answer(shortcut);
    }
    // Here before it is asked for by whoever uses keys: what is typed at once into it would otherwise end in a message.
    const warm = () => void loadPalette();
    document.addEventListener("keydown", warm, { once: true });
    document.addEventListener("keydown", hear);
    return () => {
      document.removeEventListener("keydown", warm);
      document.removeEventListener("keydown", hear);
    };
  }, []);

  return (
    <>
      <Suspense>
        {shown === "palette" ? (
          <OpenPalette
            isAdmin={isAdmin}
            signOut={signOut}
            rename={rename}
            showShortcuts={() => show("help")}
            onClose={() => show((current) => (current === "palette" ? undefined : current))}
          />
        ) : null}
        {shown === "help" ? <ShortcutList onClose={close} /> : null}
      </Suspense>
      {renamed ? <Renaming conversation={renamed} isOpen onClose={() => rename(undefined)} /> : null}
    </>
  );
}
