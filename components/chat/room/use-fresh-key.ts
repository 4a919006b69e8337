import { useState } from "react";
import { usePath, useQuery } from "@/components/ui/use-path";

export const NEW_CHAT_PATH = "/chat";
const TEMPORARY = "temporary";
/** A chat that is never stored. */
export const TEMPORARY_CHAT_PATH = `${NEW_CHAT_PATH}?${TEMPORARY}=1`;

/** The conversation whose address this is. */
export function conversationIn(path: string): string | undefined {
  return /^\/chat\/([0-9a-f-]{36})(?:\/|$)/i.exec(path)?.[1];
}

export type FreshChat = {
  /** What the conversation at `/chat` is kept under until it has an id: another one each time one comes there. */
  key: string;
  isTemporary: boolean;
};

export function useFreshChat(): FreshChat {
  const path = usePath();
  const search = useQuery();
  const isTemporary = path === NEW_CHAT_PATH && search.has(TEMPORARY);
  const place = isTemporary ? TEMPORARY_CHAT_PATH : path;
  const [{ seen, round }, setState] = useState({ seen: place, round: 1 });
  if (place !== seen) setState({ seen: place, round: path === NEW_CHAT_PATH ? round + 1 : round });
  return { key: `fresh:${round}`, isTemporary };
}
