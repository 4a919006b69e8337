import { useBrowserFact } from "@/components/ui/use-browser-fact";

/** The reader's own, once the page is alive; until then the server's, so that both draw the same. */
export function useTimeZone(): string {
  return useBrowserFact(() => new Intl.DateTimeFormat().resolvedOptions().timeZone, "UTC");
}
