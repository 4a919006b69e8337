import { useSyncExternalStore } from "react";

/** The reader's own, once the page is alive; until then the server's, so that both draw the same. */
export function useTimeZone(): string {
  return useSyncExternalStore(
    neverChanges,
    () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}

const neverChanges = () => () => {};
