import type { ConversationPage, ConversationSummary } from "@/lib/chat/schema";

/** The pages of the list that were loaded so far, as one; `cursor` asks for the next. */
export type Listing = ConversationPage;

const TITLE_LENGTH = 60;

/** Adds the page that follows. What moved up meanwhile is already there and keeps its place. */
export function withNextPage(listing: Listing, { conversations, cursor }: ConversationPage): Listing {
  const known = new Set(listing.conversations.map(({ id }) => id));
  const fresh = conversations.filter(({ id }) => !known.has(id));
  return listingOf([...listing.conversations, ...fresh], cursor);
}

/**
 * Takes the first page as it is now. Older conversations that were loaded stay; what should be on the first page and
 * is not was deleted elsewhere.
 */
export function withFirstPage(listing: Listing, page: ConversationPage): Listing {
  const oldest = page.conversations.at(-1);
  if (page.cursor === undefined || oldest === undefined) return page;
  const ids = new Set(page.conversations.map(({ id }) => id));
  const older = listing.conversations.filter(
    ({ id, lastMessageAt }) => !ids.has(id) && lastMessageAt < oldest.lastMessageAt,
  );
  return older.length === 0 ? page : listingOf([...page.conversations, ...older], listing.cursor);
}

type Written = { id: string; message: string; at: Date };

/** A conversation that is written to stands first. A new one is called by its first words until the server names it. */
export function withWritten(listing: Listing, { id, message, at }: Written): Listing {
  const newest = listing.conversations[0]?.lastMessageAt;
  const lastMessageAt = newest && newest > at ? newest : at;
  const known = listing.conversations.find((each) => each.id === id);
  const written = { title: firstWords(message), isPinned: false, ...known, id, lastMessageAt, isArchived: false };
  const others = listing.conversations.filter((each) => each.id !== id);
  return listingOf([written, ...others], listing.cursor);
}

export function withTitle(listing: Listing, { id, title }: { id: string; title: string }): Listing {
  const renamed = listing.conversations.map((each) => (each.id === id ? { ...each, title } : each));
  return listingOf(renamed, listing.cursor);
}

export function without(listing: Listing, id: string): Listing {
  return listingOf(
    listing.conversations.filter((conversation) => conversation.id !== id),
    listing.cursor,
  );
}

export function firstWords(message: string): string {
  const line = message.trim().replaceAll(/\s+/g, " ");
  if (line.length <= TITLE_LENGTH) return line;
  const cut = line.slice(0, TITLE_LENGTH);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), TITLE_LENGTH / 2)).trimEnd()}…`;
}

function listingOf(conversations: ConversationSummary[], cursor: string | undefined): Listing {
  return { conversations, ...(cursor === undefined ? {} : { cursor }) };
}
