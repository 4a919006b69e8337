import type { AttachmentView } from "@/lib/chat/schema";

/** A file as the server shows it, for tests. */
export function aFile(id = "f", changes: Partial<AttachmentView> = {}): AttachmentView {
  return { id, name: "a.txt", kind: "document", mediaType: "text/plain", sizeBytes: 1, boundTokens: 1, ...changes };
}
