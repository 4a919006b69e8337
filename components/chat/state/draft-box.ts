import type { SendMessage } from "@/lib/chat/schema";

/** What is being written, and the request that was posted and never confirmed (`inFlight`: nor refused yet). */
export type Draft = { text: string; unsent?: SendMessage; inFlight?: true };

export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Where the draft of a conversation that does not exist yet is kept. */
export const NEW_DRAFT = "new";
export const NO_DRAFT: Draft = { text: "" };

export type DraftBox = ReturnType<typeof draftBox>;

/**
 * Keeps what a person writes, for each conversation, over reloads. A message leaves the box only once its stream has
 * started: until then a reload, or a refusal, brings its text back, with the request that may be sent again.
 */
export function draftBox(owner: string, storage: DraftStorage | undefined) {
  const drafts = new Map<string, Draft>();
  const listeners = new Set<() => void>();

  function read(key: string): Draft {
    const known = drafts.get(key) ?? returned(stored(storage, nameOf(owner, key)));
    drafts.set(key, known);
    return known;
  }

  function put(key: string, draft: Draft): void {
    drafts.set(key, draft);
    store(storage, nameOf(owner, key), draft);
    for (const listener of listeners) listener();
  }

  return {
    read,
    type: (key: string, text: string) => put(key, { ...read(key), text }),
    /** The text is on its way; the box stays ready for the next one. */
    post: (key: string, request: SendMessage) => put(key, { text: "", unsent: request, inFlight: true }),
    /** It arrived. What was typed meanwhile stays, or follows to the place of the conversation that it made. */
    started(key: string, followTo: string = key) {
      const { text } = read(key);
      if (followTo !== key) put(key, NO_DRAFT);
      put(followTo, { text });
    },
    refused: (key: string) => put(key, returned(read(key))),
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/**
 * The request for a text. The same text to the same place is the same request as the one that was never confirmed:
 * if the server has it after all, sending it again joins its answer instead of paying for a second one.
 */
export function requestFor(
  { text, unsent }: Draft,
  { conversationId, model }: Pick<SendMessage, "conversationId" | "model">,
  newId: () => string = () => crypto.randomUUID(),
): SendMessage {
  const isSame = unsent?.message === text && unsent.conversationId === conversationId && unsent.model === model;
  if (unsent && isSame) return unsent;
  return {
    message: text,
    clientRequestId: newId(),
    ...(conversationId ? { conversationId } : {}),
    ...(model ? { model } : {}),
  };
}

/** A text that was on its way stands before what was typed since. */
function returned({ text, unsent, inFlight }: Draft): Draft {
  if (!unsent) return { text };
  if (!inFlight) return { text, unsent };
  return { text: text.trim() === "" ? unsent.message : `${unsent.message}\n\n${text}`, unsent };
}

const nameOf = (owner: string, key: string) => `parley.draft.${owner}.${key}`;

function stored(storage: DraftStorage | undefined, name: string): Draft {
  try {
    const draft: unknown = JSON.parse(storage?.getItem(name) ?? "null");
    return isDraft(draft) ? draft : NO_DRAFT;
  } catch {
    // Storage that is forbidden or holds something else: the draft lives in memory only.
    return NO_DRAFT;
  }
}

function store(storage: DraftStorage | undefined, name: string, draft: Draft): void {
  try {
    if (draft.text === "" && !draft.unsent) storage?.removeItem(name);
    else storage?.setItem(name, JSON.stringify(draft));
  } catch {
    // Full or forbidden: the draft still lives as long as the page does.
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null || !("text" in value) || typeof value.text !== "string") return false;
  return (
    !("unsent" in value) || (typeof value.unsent === "object" && value.unsent !== null && "message" in value.unsent)
  );
}
