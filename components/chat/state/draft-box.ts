import type { AttachmentView, SendMessage } from "@/lib/chat/schema";
import {
  arrived,
  type Draft,
  type DraftSettings,
  draftIn,
  isNothing,
  NO_DRAFT,
  posted,
  type Queued,
  returned,
} from "./draft";

export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Where the draft of a conversation that does not exist yet is kept. */
export const NEW_DRAFT = "new";
/** What is written in a temporary chat stays in memory. */
export const TEMPORARY_DRAFT = "temporary";

/** The conversation that a message made, and whether it is the one on the screen. */
type Arrival = { conversationId?: string; isOpen?: boolean };

export type DraftBox = ReturnType<typeof draftBox>;

/**
 * Keeps what a person writes, for each conversation, over reloads. A message leaves the box only once its stream has
 * started: until then a reload, or a refusal, brings it back, with the request that may be sent again.
 */
export function draftBox(owner: string, storage: DraftStorage | undefined) {
  const drafts = new Map<string, Draft>();
  const listeners = new Set<() => void>();
  const nameOf = (key: string) => `parley.draft.${owner}.${key}`;

  function read(key: string): Draft {
    const known = drafts.get(key) ?? returned(draftIn(key === TEMPORARY_DRAFT ? null : stored(storage, nameOf(key))));
    drafts.set(key, known);
    return known;
  }

  function put(key: string, draft: Draft): void {
    drafts.set(key, draft);
    if (key !== TEMPORARY_DRAFT) store(storage, nameOf(key), draft);
    for (const listener of listeners) listener();
  }

  const change = (key: string, part: Partial<Draft>) => put(key, { ...read(key), ...part });

  return {
    read,
    type: (key: string, text: string) => change(key, { text }),
    /** `rankOf` puts it before those of a higher rank. */
    attach(key: string, file: AttachmentView, rankOf: (file: AttachmentView) => number = () => 0) {
      const files = [...(read(key).files ?? []), file];
      change(key, { files: files.toSorted((a, b) => rankOf(a) - rankOf(b)) });
    },
    detach: (key: string, id: string) =>
      change(key, { files: read(key).files?.filter((file) => file.id !== id) ?? [] }),
    configure: (key: string, settings: DraftSettings) => change(key, { settings }),
    /** What was written waits for the answer that runs. */
    queue(key: string, queued: Queued) {
      put(key, { ...withoutWritten(read(key)), queue: [...(read(key).queue ?? []), queued] });
    },
    unqueue(key: string, clientRequestId: string) {
      const queue = read(key).queue?.filter(({ request }) => request.clientRequestId !== clientRequestId) ?? [];
      change(key, { queue });
    },
    /** What was written is on its way. */
    post: (key: string, request: SendMessage, files?: AttachmentView[]) => put(key, posted(read(key), request, files)),
    /**
     * It arrived. What was written meanwhile stays, or follows into the conversation that it made, if that is still
     * looked at; what is queued belongs to the conversation in any case.
     */
    started(key: string, request: SendMessage, { conversationId = key, isOpen = true }: Arrival = {}) {
      const draft = arrived(read(key), request);
      if (conversationId === key) return put(key, draft);
      const { queue, ...written } = draft;
      put(key, isOpen ? NO_DRAFT : written);
      put(conversationId, { ...(isOpen ? written : read(conversationId)), ...(queue ? { queue } : {}) });
    },
    refused: (key: string) => put(key, returned(read(key))),
    /** What was written goes elsewhere with its person. A temporary chat takes no files: they wait where they are. */
    move(key: string, to: string) {
      const { files: brought, ...words } = read(key);
      const [left, files] = to === TEMPORARY_DRAFT ? [brought, undefined] : [undefined, brought ?? read(to).files];
      put(key, { ...NO_DRAFT, ...(left ? { files: left } : {}) });
      put(to, { ...words, ...(files ? { files } : {}) });
    },
    /** Another tab wrote: its queue is the newer one, and what is typed here stays. */
    noteStored(name: string | null) {
      for (const [key, draft] of drafts) {
        if (nameOf(key) !== name) continue;
        const { queue } = draftIn(stored(storage, name));
        drafts.set(key, { ...draft, queue: queue ?? [] });
        for (const listener of listeners) listener();
      }
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function withoutWritten(draft: Draft): Draft {
  const { files: _, ...rest } = draft;
  return { ...rest, text: "" };
}

function stored(storage: DraftStorage | undefined, name: string): string | null | undefined {
  try {
    return storage?.getItem(name);
  } catch {
    // Forbidden: the draft lives in memory only.
    return undefined;
  }
}

function store(storage: DraftStorage | undefined, name: string, draft: Draft): void {
  try {
    if (isNothing(draft)) storage?.removeItem(name);
    else storage?.setItem(name, JSON.stringify(draft));
  } catch {
    // Full or forbidden: the draft still lives as long as the page does.
  }
}
