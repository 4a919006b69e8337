import type { ConversationSummary } from "@/lib/chat/schema";

export type DayGroup = { name: string; conversations: ConversationSummary[] };

type Place = { now: Date; timeZone: string; locale: string };

const DAY_MS = 86_400_000;

/**
 * Groups a list that is already in order: the pinned ones, and the others by when they were last written to, as a
 * calendar there says it.
 */
export function dayGroups(conversations: readonly ConversationSummary[], place: Place): DayGroup[] {
  const groups: DayGroup[] = [];
  for (const conversation of conversations) {
    const name = conversation.isPinned ? "Pinned" : groupOf(conversation.lastMessageAt, place);
    const last = groups.at(-1);
    if (last?.name === name) last.conversations.push(conversation);
    else groups.push({ name, conversations: [conversation] });
  }
  return groups;
}

function groupOf(at: Date, { now, timeZone, locale }: Place): string {
  const days = (calendarDay(now, timeZone) - calendarDay(at, timeZone)) / DAY_MS;
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days < 7) return "Last 7 days";
  if (days < 30) return "Last 30 days";
  return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone }).format(at);
}

/** Midnight of the day it is there, as if in UTC, so that days can be subtracted whatever the clocks do in spring. */
function calendarDay(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, year: "numeric", month: "numeric", day: "numeric" });
  const value = (type: string) => Number(parts.formatToParts(at).find((part) => part.type === type)?.value);
  return Date.UTC(value("year"), value("month") - 1, value("day"));
}
