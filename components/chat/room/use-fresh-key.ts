import { usePathname } from "next/navigation";
import { useState } from "react";

export const NEW_CHAT_PATH = "/chat";

/** The conversation whose address this is. */
export function conversationIn(path: string): string | undefined {
  return /^\/chat\/([^/]+)/.exec(path)?.[1];
}

/** What the conversation at `/chat` is kept under until it has an id: another one each time one comes there. */
export function useFreshKey(): string {
  const path = usePathname();
  const [{ seen, round }, setState] = useState({ seen: path, round: 1 });
  if (path !== seen) setState({ seen: path, round: path === NEW_CHAT_PATH ? round + 1 : round });
  return `fresh:${round}`;
}
