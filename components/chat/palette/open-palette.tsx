"use client";

import { useRouter } from "next/navigation";
import { startTransition, useActionState } from "react";
import { modelChoices } from "@/components/chat/composer/model-choice";
import { useConversationActions } from "@/components/chat/list/use-conversation-actions";
import { useRoom } from "@/components/chat/room/chat-room";
import { conversationIn, NEW_CHAT_PATH } from "@/components/chat/room/use-fresh-key";
import { isRunning } from "@/components/chat/state/conversation";
import { applyTheme } from "@/components/shell/theme";
import type { FormAction } from "@/components/ui/form-state";
import type { ConversationSummary } from "@/lib/chat/schema";
import { commandsFor } from "./commands";
import type { Command } from "./match";
import { Palette } from "./palette";
import { usePath } from "@/components/ui/use-path";

const RECENT = 5;

type OpenPaletteProps = {
  isAdmin: boolean;
  signOut: FormAction;
  rename: (conversation: ConversationSummary) => void;
  showShortcuts: () => void;
  onClose: () => void;
};

/** The palette, with what can be done on the page it was opened over. */
export function OpenPalette({ isAdmin, signOut, rename, showShortcuts, onClose }: OpenPaletteProps) {
  const { list, models, allowance, chooseModel, place, freshKey, departure } = useRoom();
  const { push } = useRouter();
  const go = (path: string) => departure.leave(() => push(path));
  const openId = conversationIn(usePath());
  const actions = useConversationActions();
  const [, leave] = useActionState(signOut, undefined);
  const { conversations } = list.listing;
  const shownKey = openId ?? freshKey;
  const store = place.found()?.store;
  const shownConversation = store?.find(shownKey);

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
    stop: shownConversation && isRunning(shownConversation) ? () => store?.stop(shownKey) : undefined,
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
