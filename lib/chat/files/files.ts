import "server-only";
import { z } from "zod";
import { type Storage, storage } from "@/lib/adapters/storage/storage";
import {
  DOCUMENT_LIMIT_BYTES,
  DOCUMENT_TEXT_LIMIT,
  IMAGE_LIMIT_BYTES,
  IMAGE_SIDE_LIMIT,
  PDF_PAGE_LIMIT,
  UPLOADS,
} from "@/lib/chat/files/limits";
import { PLAN_IDS, PLANS } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";
import { standingOf } from "@/lib/billing/standing";
import { documentBoundTokens } from "@/lib/chat/files/document-part";
import { imageBoundTokens } from "@/lib/chat/files/image-tokens";
import { type FileKind, kindOf } from "@/lib/chat/files/kind";
import { type PdfText, readPdf } from "@/lib/chat/files/pdf-text";
import {
  type AttachmentRow,
  deleteUnused,
  findAttachment,
  fitsIn,
  forgetBytesUnlessKept,
  insertAttachmentWithin,
  type NewAttachment,
  storedFiles,
} from "@/lib/chat/queries/files";
import type { AttachmentView } from "@/lib/chat/schema";
import type { Viewer } from "@/lib/identity/schema";
import { requireToken } from "@/lib/limits/throttle";
import { now as clockNow, type Clock, HOUR_MS, plusMs, wallTime } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { newId, sha256 } from "@/lib/platform/ids";

export type UploadedFile = { name: string; bytes: Buffer };
export type OpenedFile = AttachmentView & { bytes: Buffer<ArrayBuffer> };

/**
 * Takes a file in: looks what it is, reads what it says, keeps its bytes.
 * @throws AppError `invalid_input` with a sentence for `file`, `payload_too_large`, `too_many_requests`,
 *   `email_not_verified`, `files_down`.
 */
export async function uploadFile(
  viewer: Viewer,
  { name, bytes }: UploadedFile,
  { now = clockNow, store = storage }: { now?: Clock; store?: Storage } = {},
): Promise<AttachmentView> {
  if (!viewer.emailVerified) throw new AppError("email_not_verified");
  await requireToken(`chat:upload:${viewer.id}`, UPLOADS, now);
  const about = { id: newId(), name: displayName(name) };
  const content = await contentOf(bytes, about);
  // Looked at first, so that nothing is kept in vain; what counts is the look behind the lock.
  const { plan, grants } = await standingOf(viewer.id, now);
  if (!fitsIn(grants.files, await storedFiles(viewer.id), bytes.length)) throw noRoom(plan);
  const { id } = about;
  const row: NewAttachment = {
    ...content,
    ...about,
    userId: viewer.id,
    sizeBytes: bytes.length,
    sha256: sha256(bytes),
    storageKey: id,
    createdAt: now(),
  };
  await forgetBytesUnlessKept(id, plusMs(wallTime(now), HOUR_MS));
  await store.put(id, bytes);
  if (!(await insertAttachmentWithin(grants.files, row))) throw noRoom(plan);
  return attachmentView(row);
}

/** @throws AppError `not_found` when the person has none of that id, `files_down`. */
export async function openFile(viewer: Viewer, id: string, store: Storage = storage): Promise<OpenedFile> {
  const row = await requireFile(viewer, id);
  const bytes = await store.get(row.storageKey);
  if (!bytes) throw new AppError("files_down");
  return { ...attachmentView(row), bytes };
}

/** @throws AppError `not_found`, or `conflict` when a message has it: then it goes with its conversation. */
export async function deleteFile(viewer: Viewer, id: string): Promise<void> {
  await requireFile(viewer, id);
  if (!(await deleteUnused(viewer.id, id))) {
    throw new AppError("conflict", "This file belongs to a message. It is deleted with its conversation.");
  }
}

export function attachmentView(row: AttachmentRow): AttachmentView {
  const { id, name, kind, mediaType, sizeBytes, boundTokens: tokens, pageCount } = row;
  return { id, name, kind, mediaType, sizeBytes, boundTokens: tokens, ...(pageCount === null ? {} : { pageCount }) };
}

async function requireFile(viewer: Viewer, id: string): Promise<AttachmentRow> {
  const row = z.uuid().safeParse(id).success ? await findAttachment(viewer.id, id) : undefined;
  if (!row) throw new AppError("not_found");
  return row;
}

type Content = Pick<NewAttachment, "kind" | "mediaType" | "text" | "boundTokens" | "pageCount" | "width" | "height">;

type About = { id: string; name: string };

async function contentOf(bytes: Buffer, about: About): Promise<Content> {
  if (bytes.length === 0) throw refused("This file is empty.");
  const found = kindOf(bytes, about.name);
  if (!found) throw refused("This kind of file can not be read. Use images, PDF, text, Markdown or code (UTF-8).");
  const limitBytes = found.kind === "image" ? IMAGE_LIMIT_BYTES : DOCUMENT_LIMIT_BYTES;
  if (bytes.length > limitBytes) {
    throw new AppError("payload_too_large", `This file is larger than ${limitBytes / 1024 / 1024} MB.`);
  }
  if (found.kind === "image") return imageContent(found);
  if (found.kind === "text") return documentContent(about, { ...found, pageCount: null });
  const pdf = await readPdf(bytes, { pages: PDF_PAGE_LIMIT, characters: DOCUMENT_TEXT_LIMIT });
  if (pdf.kind === "refused") throw refused(PDF_REFUSALS[pdf.reason]);
  if (pdf.text === "") throw refused("This PDF has no text in it, only pictures of it. Attach the pages as images.");
  return documentContent(about, { ...found, ...pdf });
}

const PDF_REFUSALS: Record<Extract<PdfText, { kind: "refused" }>["reason"], string> = {
  encrypted: "This PDF is protected by a password. Save it without one and attach it again.",
  broken: "This PDF is damaged and can not be read.",
  too_many_pages: `This PDF has more than ${PDF_PAGE_LIMIT} pages. Attach the part that matters.`,
  too_slow: "This PDF takes too long to read. Attach the part that matters.",
};

function imageContent({ mediaType, width, height }: Extract<FileKind, { kind: "image" }>): Content {
  if (Math.max(width, height) > IMAGE_SIDE_LIMIT) {
    throw refused(`This image is larger than ${IMAGE_SIDE_LIMIT.toLocaleString("en-US")} pixels on a side.`);
  }
  const tokens = imageBoundTokens(width, height);
  return { kind: "image", mediaType, width, height, text: null, boundTokens: tokens, pageCount: null };
}

type Said = { mediaType: string; text: string; pageCount: number | null };

function documentContent(about: About, { mediaType, pageCount, ...said }: Said): Content {
  // PostgreSQL holds every character but NUL, and no half ones.
  const text = said.text.replaceAll("\0", "").toWellFormed();
  if (text.trim() === "") throw refused("This file has no text in it.");
  if (text.length > DOCUMENT_TEXT_LIMIT) {
    const limit = DOCUMENT_TEXT_LIMIT.toLocaleString("en-US");
    throw refused(`This file says more than ${limit} characters. Attach the part that matters.`);
  }
  return {
    kind: "document",
    mediaType,
    text,
    boundTokens: documentBoundTokens({ ...about, text }),
    pageCount,
    width: null,
    height: null,
  };
}

/** What a plan keeps of one person, and how to make room. */
function noRoom(plan: PlanId): AppError {
  const { name, grants } = PLANS[plan];
  const { count, bytes } = grants.files;
  const more = plan === PLAN_IDS.at(-1) ? "" : ", or choose a bigger plan";
  const kept = `${count.toLocaleString("en-US")} files, ${(bytes / MB).toLocaleString("en-US")} MB in all`;
  return new AppError(
    "payload_too_large",
    `${name} keeps ${kept}, and with this one it would be more. Delete chats with files${more}.`,
  );
}

const MB = 1024 * 1024;

function refused(sentence: string): AppError {
  return new AppError("invalid_input", sentence, { fields: { file: [sentence] } });
}

const NAME_LENGTH = 200;

/** The last part of the path somebody's browser sent, without what could mislead whoever reads it. */
function displayName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  // Control characters, and the marks that turn the direction of writing.
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "").trim();
  return plain.toWellFormed().slice(0, NAME_LENGTH) || "file";
}
