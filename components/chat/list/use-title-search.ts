import { useEffect, useState } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import type { ConversationSummary } from "@/lib/chat/schema";

/** Shorter than a pause for thought, longer than between two keys. */
const PAUSE_MS = 150;

export type TitleSearch =
  | { state: "off" }
  /** `found` are the ones for the query before: they stay until the new ones are there. */
  | { state: "looking"; found: readonly ConversationSummary[] }
  | { state: "found"; found: readonly ConversationSummary[] }
  | { state: "failed" };

/** Finds conversations by title while one types. What is asked for last is what is shown, whatever answers first. */
export function useTitleSearch(query: string): TitleSearch {
  const { find } = useRoom().list;
  const wanted = query.trim();
  const [answer, setAnswer] = useState<{ query: string; found: ConversationSummary[] | undefined }>();

  useEffect(() => {
    if (wanted === "") return undefined;
    let isLatest = true;
    const take = (found: ConversationSummary[] | undefined) => {
      if (isLatest) setAnswer({ query: wanted, found });
    };
    const timer = setTimeout(() => void find(wanted).then(take, () => take(undefined)), PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [find, wanted]);

  return searchOf(wanted, answer);
}

type SearchAnswer = { query: string; found: readonly ConversationSummary[] | undefined };

export function searchOf(wanted: string, answer: SearchAnswer | undefined): TitleSearch {
  if (wanted === "") return { state: "off" };
  if (answer?.query !== wanted) return { state: "looking", found: answer?.found ?? [] };
  return answer.found ? { state: "found", found: answer.found } : { state: "failed" };
}
