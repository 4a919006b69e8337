import "server-only";
import { storage } from "@/lib/adapters/storage/storage";
import { documentPartWithin } from "@/lib/chat/files/document-part";
import { attachmentView } from "@/lib/chat/files/files";
import { type AttachmentRow, findFilesOf, findFileViewsOf } from "@/lib/chat/queries/files";
import type { AttachmentView } from "@/lib/chat/schema";
import type { Turn } from "@/lib/inference/facts";
import { AppError } from "@/lib/platform/errors";

/** A file as a question has it. `maxTokens`: so much of the prompt it may take, where it was cut to fit. */
export type StoredAttachment = AttachmentRow & { text: string | null; maxTokens: number | null };

/** The files of each of the person's messages that has any, in their order. */
export async function attachmentsOf(
  userId: string,
  messageIds: readonly string[],
): Promise<Map<string, StoredAttachment[]>> {
  return messageIds.length === 0 ? new Map() : grouped(await findFilesOf(userId, messageIds));
}

/** The same, as screens show them. */
export async function attachmentViewsOf(
  userId: string,
  messageIds: readonly string[],
): Promise<Map<string, AttachmentView[]>> {
  if (messageIds.length === 0) return new Map();
  const rows = await findFileViewsOf(userId, messageIds);
  return new Map([...grouped(rows)].map(([id, files]) => [id, files.map(attachmentView)]));
}

/**
 * A question with its files, as the model gets it: the files first, so that the question stands nearest to the answer.
 * @throws AppError `files_down` when a picture can not be read.
 */
export async function turnWith(content: string, files: readonly StoredAttachment[]): Promise<Turn> {
  if (files.length === 0) return { role: "user", content };
  const parts = await Promise.all(files.map(partOf));
  return { role: "user", content: [...parts, { kind: "text", text: content }] };
}

type Part = Exclude<Turn["content"], string>[number];

async function partOf(file: StoredAttachment): Promise<Part> {
  const { id, name, text, boundTokens, maxTokens, mediaType, storageKey } = file;
  if (text !== null) {
    return { kind: "text", text: documentPartWithin({ id, name, text }, maxTokens ?? boundTokens) };
  }
  const bytes = await storage.get(storageKey);
  if (!bytes) throw new AppError("files_down");
  return { kind: "image", mediaType, dataUrl: `data:${mediaType};base64,${bytes.toString("base64")}` };
}

function grouped<Row extends { messageId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.messageId, [...(groups.get(row.messageId) ?? []), row]);
  return groups;
}
