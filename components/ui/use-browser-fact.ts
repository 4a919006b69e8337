import { useSyncExternalStore } from "react";

/** What only the browser knows and what never changes there; until the page is alive, what the server drew it with. */
export function useBrowserFact<Fact>(inBrowser: () => Fact, onServer: Fact): Fact {
  return useSyncExternalStore(neverChanges, inBrowser, () => onServer);
}

const neverChanges = () => () => {};
