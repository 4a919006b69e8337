import type { AttachmentView } from "@/lib/chat/schema";
import { errorIn, SendFailure, unreachable } from "./send-failure";

/** What we use of an XMLHttpRequest. */
export type UploadRequest = EventTarget & {
  upload: EventTarget;
  status: number;
  responseText: string;
  open(method: string, url: string): void;
  send(body: FormData): void;
  abort(): void;
};

type UploadOptions = {
  onProgress: (share: number) => void;
  signal: AbortSignal;
  newRequest?: () => UploadRequest;
};

/**
 * Sends one file. `fetch` does not say how much of a body it has sent; this older way does.
 * @throws SendFailure with the server's sentence.
 */
export function uploadFile(
  file: File,
  { onProgress, signal, newRequest = () => new XMLHttpRequest() }: UploadOptions,
): Promise<AttachmentView> {
  const request = newRequest();
  const body = new FormData();
  body.set("file", file, file.name);
  return new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => onProgress(shareOf(event)));
    request.addEventListener("load", () => {
      const answer = viewIn(request.responseText);
      if (request.status === 201 && answer) resolve(answer);
      else reject(refusalIn(request));
    });
    request.addEventListener("error", () => reject(unreachable(undefined)));
    request.addEventListener("abort", () => reject(new SendFailure("aborted", "This upload was taken back.")));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", "/api/files");
    request.send(body);
  });
}

/** Gives up a file that no message has; when that fails, the server forgets it by itself after a day. */
export async function discardFile(id: string, fetch: typeof globalThis.fetch = globalThis.fetch): Promise<void> {
  await fetch(`/api/files/${encodeURIComponent(id)}`, { method: "DELETE", keepalive: true }).catch(() => undefined);
}

/** Without a total nobody knows. */
function shareOf(event: Event): number {
  const [loaded, total] = ["loaded", "total"].map((name) => Number(Reflect.get(event, name)));
  return loaded && total ? loaded / total : 0;
}

const NOT_TAKEN = "The server did not take this file. Please try again.";

function refusalIn({ status, responseText }: UploadRequest): SendFailure {
  const { code = `status_${status}`, message, fields } = errorIn(valueIn(responseText));
  return new SendFailure(code, fields?.[0] ?? message ?? NOT_TAKEN);
}

function viewIn(text: string): AttachmentView | undefined {
  const value = valueIn(text);
  return isView(value) ? value : undefined;
}

function isView(value: unknown): value is AttachmentView {
  if (typeof value !== "object" || value === null) return false;
  return "id" in value && typeof value.id === "string" && "name" in value && typeof value.name === "string";
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's own page.
    return undefined;
  }
}
