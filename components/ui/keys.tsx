import { Fragment } from "react";
import { useBrowserFact } from "@/components/ui/use-browser-fact";

/** A combination as its keyboard names it: `Mod` is Command on a Mac and Control elsewhere. */
export function Keys({ keys }: { keys: readonly string[] }) {
  const isMac = useBrowserFact(() => /mac|iphone|ipad/i.test(navigator.platform), false);
  return (
    <span className="shrink-0 text-muted text-xs">
      {keys.map((key, index) => (
        <Fragment key={key}>
          {index > 0 ? <span className="sr-only"> and </span> : null}
          <kbd className="ml-1 inline-block min-w-5 rounded-md border px-1 py-px text-center font-sans">
            {key === "Mod" ? (isMac ? "⌘" : "Ctrl") : key}
          </kbd>
        </Fragment>
      ))}
    </span>
  );
}
