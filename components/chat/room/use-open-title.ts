import { useEffect, useRef } from "react";
import type { Listing } from "@/components/chat/list/listing";
import { conversationIn } from "./use-fresh-key";
import { usePath } from "@/components/ui/use-path";

/** The window goes by the name of the conversation that is open, also after it gets another one. */
export function useOpenTitle({ conversations }: Listing): void {
  const id = conversationIn(usePath());
  const title = conversations.find((each) => each.id === id)?.title;
  const before = useRef<Named>(undefined);
  useEffect(() => {
    const now = id !== undefined && title !== undefined ? { id, title } : undefined;
    if (isRenamed(before.current, now)) document.title = titled(document.title, now.title);
    before.current = now;
  }, [id, title]);
}

type Named = { id: string; title: string } | undefined;

/** Of a conversation that was just opened the page itself knows the name, and the list may know an older one. */
export function isRenamed(before: Named, now: Named): now is NonNullable<Named> {
  return before !== undefined && now !== undefined && before.id === now.id && before.title !== now.title;
}

const MARK = " · ";

/** The window's title with another name before the product's. */
export function titled(windowTitle: string, name: string): string {
  const end = windowTitle.lastIndexOf(MARK);
  return end === -1 ? windowTitle : `${name}${windowTitle.slice(end)}`;
}
