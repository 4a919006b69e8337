"use client";

import { useSyncExternalStore } from "react";
import { type Theme, themeOf } from "@/components/shell/theme";

/** The theme of the page, wherever it was changed. The page itself holds it; `initial` is what the server painted. */
export function useTheme(initial: Theme): Theme {
  return useSyncExternalStore(
    watchPage,
    () => themeOf(document.documentElement.dataset["theme"]),
    () => initial,
  );
}

function watchPage(onChange: () => void): () => void {
  const watcher = new MutationObserver(onChange);
  watcher.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => watcher.disconnect();
}
