import type { AttachmentView } from "@/lib/chat/schema";
import type { DraftBox } from "./draft-box";

/** A file on its way to the server, or one that it did not take. */
export type Upload = {
  id: string;
  name: string;
  /** From 0 to 1; the last step is the server reading it. */
  progress: number;
  /** Why it was not taken, in a sentence. */
  problem?: string;
};

export type UploadFile = (
  file: File,
  options: { onProgress: (share: number) => void; signal: AbortSignal },
) => Promise<AttachmentView>;

type ShelfOptions = {
  drafts: Pick<DraftBox, "attach">;
  upload: UploadFile;
  newId?: () => string;
};

export type UploadShelf = ReturnType<typeof uploadShelf>;

const NONE: Upload[] = [];

/**
 * The files that are being uploaded for each draft. One that arrived becomes a part of its draft, over reloads, in the
 * order in which they were chosen.
 */
export function uploadShelf({ drafts, upload, newId = () => crypto.randomUUID() }: ShelfOptions) {
  const shelves = new Map<string, Upload[]>();
  const running = new Map<string, AbortController>();
  /** Where the drafts went that uploads were begun for. */
  const moved = new Map<string, string>();
  /** How many were chosen before each file that arrived. */
  const ranks = new Map<string, number>();
  let chosen = 0;
  const listeners = new Set<() => void>();

  const read = (key: string) => shelves.get(key) ?? NONE;

  function put(key: string, uploads: Upload[]): void {
    shelves.set(key, uploads);
    for (const listener of listeners) listener();
  }

  function keyOf(id: string, key: string): string {
    return moved.get(id) ?? key;
  }

  function change(key: string, id: string, part: Partial<Upload>): void {
    put(
      key,
      read(key).map((each) => (each.id === id ? { ...each, ...part } : each)),
    );
  }

  function drop(key: string, id: string): void {
    running.get(id)?.abort();
    running.delete(id);
    put(
      key,
      read(key).filter((each) => each.id !== id),
    );
  }

  async function add(key: string, file: File): Promise<void> {
    const id = newId();
    const abort = new AbortController();
    chosen += 1;
    const rank = chosen;
    running.set(id, abort);
    put(key, [...read(key), { id, name: file.name, progress: 0 }]);
    try {
      const onProgress = (progress: number) => change(keyOf(id, key), id, { progress });
      const view = await upload(file, { onProgress, signal: abort.signal });
      if (abort.signal.aborted) return;
      drop(keyOf(id, key), id);
      ranks.set(view.id, rank);
      drafts.attach(keyOf(id, key), view, (file) => ranks.get(file.id) ?? 0);
    } catch (thrown) {
      if (abort.signal.aborted) return;
      change(keyOf(id, key), id, { problem: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }

  return {
    read,
    add,
    drop,
    /** A file that was not even sent, and why. */
    refuse: (key: string, name: string, problem: string) =>
      put(key, [...read(key), { id: newId(), name, progress: 0, problem }]),
    /** What was not taken is not waited for, and need not be told twice. */
    clearRefused(key: string): void {
      if (read(key).some(({ problem }) => problem !== undefined))
        put(
          key,
          read(key).filter(({ problem }) => problem === undefined),
        );
    },
    /** The draft became a conversation's. */
    move(key: string, to: string): void {
      const uploads = read(key);
      if (uploads.length === 0) return;
      for (const { id } of uploads) moved.set(id, to);
      put(key, NONE);
      put(to, [...read(to), ...uploads]);
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
