import "server-only";
import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { recordOutcome } from "@/lib/platform/service-health";

/** Keeps bytes under keys of our making; what the bytes are is told elsewhere. */
export type Storage = {
  /** Whole and on the disk once it resolves; the same key again replaces. @throws AppError `files_down` */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Nothing under a key that was never put, or was removed. @throws AppError `files_down` */
  get(key: string): Promise<Buffer<ArrayBuffer> | undefined>;
  /** Removing what is not there is fine. @throws AppError `files_down` */
  remove(key: string): Promise<void>;
};

const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Files in a folder of their own, spread over 256 subfolders so that none grows without end. */
export function diskStorage(folder: string): Storage {
  function placeOf(key: string): string {
    if (!KEY.test(key)) throw new Error("A storage key is a UUID");
    return path.join(folder, key.slice(-2), key);
  }

  return {
    put: guarded(async (key, bytes) => {
      const place = placeOf(key);
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      await writeWhole(place, bytes);
    }),
    get: guarded(async (key) => readFile(placeOf(key)).catch(nothingIfAbsent)),
    remove: guarded(async (key) => rm(placeOf(key), { force: true })),
  };
}

/** A crash in the middle leaves the old file or the new one, never a part: the name moves last. */
async function writeWhole(place: string, bytes: Uint8Array): Promise<void> {
  const draft = `${place}.${randomUUID()}.part`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, place);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function nothingIfAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}

/** A full or broken disk is a service that is down, and shows on the operator's page as one. */
function guarded<Rest extends unknown[], Result>(work: (key: string, ...rest: Rest) => Promise<Result>) {
  return async (key: string, ...rest: Rest): Promise<Result> => {
    try {
      const result = await work(key, ...rest);
      recordOutcome("files");
      return result;
    } catch (cause) {
      recordOutcome("files", "files_down");
      throw new AppError("files_down", undefined, { cause });
    }
  };
}

export const storage: Storage = diskStorage(path.resolve(env.filesDir));
