"use client";

import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { startTransition, useActionState, useEffect, useEffectEvent, useState } from "react";
import { modelChoices } from "@/components/chat/composer/model-choice";
import { RenameDialog } from "@/components/chat/list/rename-dialog";
import { useConversationActions } from "@/components/chat/list/use-conversation-actions";
import { useRoom } from "@/components/chat/room/chat-room";
import { conversationIn, NEW_CHAT_PATH } from "@/components/chat/room/use-fresh-key";
import { isRunning } from "@/components/chat/state/conversation";
import { applyTheme } from "@/components/shell/theme";
import type { FormAction } from "@/components/ui/form-state";
import { patiently } from "@/components/ui/patiently";
import type { ConversationSummary } from "@/lib/chat/schema";
import { commandsFor } from "./commands";
import type { Command } from "./match";
import { type Shortcut, shortcutOf } from "./shortcuts";

// Each comes when it is first asked for.
const loadPalette = async () => (await patiently(() => import("./palette"))).Palette;
const Palette = dynamic(loadPalette, { ssr: false });
const ShortcutList = dynamic(async () => (await patiently(() => import("./shortcut-list"))).ShortcutList, {
  ssr: false,
});

const RECENT = 5;

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
      {renamed ? <RenameDialog conversation={renamed} isOpen onClose={() => rename(undefined)} /> : null}
    </>
  );
}

type OpenPaletteProps = PaletteHostProps & {
  rename: (conversation: ConversationSummary) => void;
  showShortcuts: () => void;
  onClose: () => void;
};

function OpenPalette({ isAdmin, signOut, rename, showShortcuts, onClose }: OpenPaletteProps) {
  const { list, models, allowance, chooseModel, store, freshKey, departure } = useRoom();
  const { push } = useRouter();
  const go = (path: string) => departure.leave(() => push(path));
  const openId = conversationIn(usePathname());
  const actions = useConversationActions();
  const [, leave] = useActionState(signOut, undefined);
  const { conversations } = list.listing;
  const shownKey = openId ?? freshKey;
  const shownConversation = store.find(shownKey);

  const openConversation = ({ id, title }: { id: string; title: string }): Command => ({
    id: `chat ${id}`,
    group: "Chats",
    label: title,
    run: () => go(`${NEW_CHAT_PATH}/${id}`),
  });
  const commands = commandsFor({
    isAdmin,
    open: conversations.find(({ id }) => id === openId),
    models: modelChoices(models, allowance.plan),
    go,
    act: {
      pin: (chat) => void actions.pin(chat),
      archive: (chat) => void actions.archive(chat),
      unarchive: (chat) => void actions.unarchive(chat),
      remove: (chat) => void actions.remove(chat),
      copyLink: (chat) => void actions.copyLink(chat),
    },
    rename,
    chooseModel,
    setTheme: applyTheme,
    stop: shownConversation && isRunning(shownConversation) ? () => store.stop(shownKey) : undefined,
    showShortcuts,
    signOut: () => departure.leave(() => startTransition(() => leave(new FormData()))),
  });
  const recent = conversations.filter(({ id }) => id !== openId).slice(0, RECENT);
  return (
    <Palette
      commands={commands}
      recent={recent.map(openConversation)}
      openConversation={openConversation}
      onClose={onClose}
    />
  );
}
