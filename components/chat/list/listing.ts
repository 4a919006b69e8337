import type { ConversationPage, ConversationSummary } from "@/lib/chat/schema";

/** The pages of the list that were loaded so far, as one: the pinned ones first. `cursor` asks for the next page. */
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
  const oldest = page.conversations.findLast(({ isPinned }) => !isPinned);
  if (page.cursor === undefined || oldest === undefined) return page;
  const ids = new Set(page.conversations.map(({ id }) => id));
  const older = listing.conversations.filter(
    ({ id, isPinned, lastMessageAt }) => !isPinned && !ids.has(id) && lastMessageAt < oldest.lastMessageAt,
  );
  return older.length === 0 ? page : listingOf([...page.conversations, ...older], listing.cursor);
}

type Written = { id: string; message: string; at: Date };

/** A conversation that is written to stands first. A new one is called by its first words until the server names it. */
export function withWritten(listing: Listing, { id, message, at }: Written): Listing {
  const newest = Math.max(at.getTime(), ...listing.conversations.map(({ lastMessageAt }) => lastMessageAt.getTime()));
  const known = listing.conversations.find((each) => each.id === id);
  const fresh = { id, title: firstWords(message), isPinned: false, isArchived: false };
  return withReturned(without(listing, id), { ...fresh, ...known, lastMessageAt: new Date(newest) });
}

export function withTitle(listing: Listing, { id, title }: { id: string; title: string }): Listing {
  const renamed = listing.conversations.map((each) => (each.id === id ? { ...each, title } : each));
  return listingOf(renamed, listing.cursor);
}

/** Moves it to where it belongs: a fresh pin before the others, a loosened one to its day. */
export function withPin(listing: Listing, { id, isPinned }: { id: string; isPinned: boolean }): Listing {
  const known = listing.conversations.find((each) => each.id === id);
  return known ? withReturned(without(listing, id), { ...known, isPinned }) : listing;
}

/**
 * Puts one in that was not there: taken out of the bin or the archive, or moved. Beyond the end of what is loaded it
 * waits for its page.
 */
export function withReturned(listing: Listing, conversation: ConversationSummary): Listing {
  const pinned = listing.conversations.filter(({ isPinned }) => isPinned);
  const others = listing.conversations.filter(({ isPinned }) => !isPinned);
  if (conversation.isPinned) return listingOf([conversation, ...pinned, ...others], listing.cursor);
  const at = others.findIndex(({ lastMessageAt }) => lastMessageAt <= conversation.lastMessageAt);
  if (at >= 0) return listingOf([...pinned, ...others.toSpliced(at, 0, conversation)], listing.cursor);
  return listing.cursor === undefined ? listingOf([...pinned, ...others, conversation], undefined) : listing;
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
