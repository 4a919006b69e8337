import { useSyncExternalStore } from "react";

/** Code that is fetched when something is met that needs it. */
export type Library<Module> = {
  subscribe: (listener: () => void) => () => void;
  /** Nothing until it is here; and for good when it can not be had: the source is shown then. */
  get: () => Module | undefined;
};

/** `load` is called once, by the first that waits; after a failure, by the next that comes. */
export function library<Module>(load: () => Promise<Module>): Library<Module> {
  const listeners = new Set<() => void>();
  let loaded: Module | undefined;
  let isLoading = false;

  async function start(): Promise<void> {
    if (loaded !== undefined || isLoading) return;
    isLoading = true;
    try {
      loaded = await load();
      for (const listener of listeners) listener();
    } catch {
      // Offline, or replaced by a newer version: what waits goes on showing the source, which is readable.
      isLoading = false;
    }
  }

  return {
    get: () => loaded,
    subscribe(listener) {
      listeners.add(listener);
      void start();
      return () => void listeners.delete(listener);
    },
  };
}

const NOTHING: Library<never> = { get: () => undefined, subscribe: () => () => undefined };

/** Undefined on the server, while it is fetched, and when none is wanted. */
export function useLibrary<Module>(wanted: Library<Module> | undefined): Module | undefined {
  const { subscribe, get } = wanted ?? NOTHING;
  return useSyncExternalStore<Module | undefined>(subscribe, get, () => undefined);
}
