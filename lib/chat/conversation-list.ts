import "server-only";
import { z } from "zod";
import { PIN_LIMIT } from "@/lib/chat/conversations";
import {
  type ConversationRow,
  type Cursor,
  findByTitle,
  findPage,
  findPinned,
  type Shelf,
} from "@/lib/chat/queries/conversations";
import type { ConversationPage, ConversationSummary, FindConversations } from "@/lib/chat/schema";
import type { Viewer } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";

const PAGE_SIZE = 30;
const FOUND_LIMIT = 30;

/** Of a conversation that was never named. */
export const UNTITLED = "New chat";

type Paging = { cursor?: string };

/**
 * A page of the person's conversations, the one written in last first; all pinned ones lead the first page. `cursor`
 * comes from the page before.
 * @throws AppError `invalid_input` for a cursor that is none of ours.
 */
export async function listConversations(viewer: Viewer, { cursor }: Paging = {}): Promise<ConversationPage> {
  if (cursor !== undefined) return pageOf(viewer, "listed", cursor);
  const [pinned, page] = await Promise.all([findPinned(viewer.id, PIN_LIMIT), pageOf(viewer, "listed", cursor)]);
  return { ...page, conversations: [...pinned.map(summary), ...page.conversations] };
}

/** The same for what was put away. @throws AppError `invalid_input` for a cursor that is none of ours. */
export function listArchivedConversations(viewer: Viewer, { cursor }: Paging = {}): Promise<ConversationPage> {
  return pageOf(viewer, "archived", cursor);
}

/** Those whose title has `query` in it, whatever the case, newest first; archived ones too. */
export async function findInTitles(viewer: Viewer, { query }: FindConversations): Promise<ConversationSummary[]> {
  const rows = await findByTitle(viewer.id, query, FOUND_LIMIT);
  return rows.map(summary);
}

async function pageOf(viewer: Viewer, shelf: Shelf, cursor: string | undefined): Promise<ConversationPage> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rows = await findPage(viewer.id, { shelf, after, limit: PAGE_SIZE + 1 });
  const page = rows.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return {
    conversations: page.map(summary),
    ...(rows.length > PAGE_SIZE && last ? { cursor: writeCursor(last) } : {}),
  };
}

function summary({ id, title, lastMessageAt, pinnedAt, archivedAt }: ConversationRow): ConversationSummary {
  return { id, title: title ?? UNTITLED, lastMessageAt, isPinned: pinnedAt !== null, isArchived: archivedAt !== null };
}

const CursorParts = z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.uuid()]);

function writeCursor({ lastMessageAt, id }: ConversationRow): string {
  return Buffer.from(`${lastMessageAt.toISOString()} ${id}`).toString("base64url");
}

function readCursor(cursor: string): Cursor {
  const parsed = CursorParts.safeParse(Buffer.from(cursor, "base64url").toString().split(" "));
  if (!parsed.success) throw new AppError("invalid_input", undefined, { fields: { cursor: ["This is no cursor."] } });
  const [at, id] = parsed.data;
  return { at, id };
}
