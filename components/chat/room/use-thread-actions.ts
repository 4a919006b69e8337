import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { type Asking, anotherAnswer, editedQuestion, failedAnswer, restOfAnswer } from "@/components/chat/state/asking";
import type { ChatStore } from "@/components/chat/state/chat-store";
import { type Conversation, isRunning } from "@/components/chat/state/conversation";
import { withFeedback, withOlder, withPath } from "@/components/chat/state/shown";
import type { GiveFeedback } from "@/lib/chat/schema";
import { type ChatActions, Refused } from "./chat-actions";
import { useRoom } from "./chat-room";
import { useDesk } from "./use-desk";
import type { OpenChat } from "./use-conversation";

/**
 * What one can do with the messages of a conversation; what can not be done now is absent. The functions stay the same
 * while an answer grows, so that no message is drawn again for their sake.
 */
export function useThreadActions({ key, conversation }: OpenChat, { model, onAsked }: Asks) {
  const { actions } = useRoom();
  const { store } = useDesk();
  const [problem, setProblem] = useState<string>();
  const latest = useRef(conversation);
  useLayoutEffect(() => {
    latest.current = conversation;
  });
  const all = useMemo(() => {
    const place = { key, latest: () => latest.current, store, onAsked };
    // oxlint-disable-next-line react/refs -- what is made here reads it when somebody presses something
    return { ...askingActions({ ...place, model }), ...storedActions(place, { actions, setProblem }) };
  }, [actions, key, model, onAsked, store]);

  return { problem, ...available(conversation, all) };
}

type Asks = {
  /** Who answers. */
  model: string | undefined;
  /** What was pressed is gone, and an answer is on its way. */
  onAsked: () => void;
};

type Place = { key: string; latest: () => Conversation; store: Pick<ChatStore, "send" | "change"> };

/** Those that begin another answer. */
export function askingActions({ key, latest, store, model, onAsked }: Place & Asks) {
  function ask(asking: Asking | undefined): void {
    if (!asking) return;
    store.send(key, asking.request, { from: latest(), ...asking.options });
    onAsked();
  }
  return {
    onRetry: () => ask(anotherAnswer(latest(), failedAnswer(latest()) ?? "", { model })),
    onEdit: (messageId: string, text: string) => ask(editedQuestion(latest(), { messageId, text }, { model })),
    onRegenerate: (messageId: string) => ask(anotherAnswer(latest(), messageId, { model })),
    onContinue: (messageId: string) => ask(restOfAnswer(latest(), messageId, { model })),
  };
}

type Server = { actions: ChatActions; setProblem: (problem: string | undefined) => void };

/** Those that the server does, and that change what is shown once they are done. */
export function storedActions({ key, latest, store }: Place, { actions, setProblem }: Server) {
  const idOf = () => latest().id ?? "";

  async function selectBranch(messageId: string): Promise<void> {
    setProblem(undefined);
    try {
      const page = await actions.selectBranch({ conversationId: idOf(), messageId });
      store.change(key, latest(), (current) => (isRunning(current) ? current : withPath(current, page)));
    } catch (thrown) {
      const isHasty = thrown instanceof Refused && thrown.code === "too_many_requests";
      setProblem(isHasty ? thrown.message : "That version could not be opened. Please try again.");
    }
  }

  return {
    onSelectBranch: (messageId: string) => void selectBranch(messageId),
    onFeedback: async (input: GiveFeedback) => {
      const answer = await actions.feedback(input);
      if (answer.ok) store.change(key, latest(), (current) => withFeedback(current, input));
      return answer;
    },
    loadOlder: async () => {
      const beforeId = latest().messages[0]?.id;
      if (beforeId === undefined) return;
      const page = await actions.older({ conversationId: idOf(), beforeId });
      store.change(key, latest(), (current) => withOlder(current, page));
    },
  };
}

type All = ReturnType<typeof askingActions> & ReturnType<typeof storedActions>;

/** A chat that is stored nowhere has no branches, and nothing that could be judged or gone on with later. */
export function available(conversation: Conversation, all: All): Partial<All> & { hasOlder: boolean } {
  const { isTemporary = false, hasOlder = false } = conversation;
  const { onRetry, onEdit, onRegenerate, onContinue, onSelectBranch, onFeedback, loadOlder } = all;
  const isIdle = !isRunning(conversation);
  return {
    hasOlder,
    ...(hasOlder ? { loadOlder } : {}),
    ...(isTemporary ? {} : { onFeedback }),
    ...(isIdle ? { onEdit, onRegenerate } : {}),
    ...(isIdle && failedAnswer(conversation) ? { onRetry } : {}),
    ...(isIdle && !isTemporary ? { onContinue, onSelectBranch } : {}),
  };
}
