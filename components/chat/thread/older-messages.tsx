import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { scrollParentOf } from "./scroll-parent";

type OlderMessagesProps = {
  /** Of the first message there is: when it changes, older ones stand above. */
  firstPlace: number;
  load: () => Promise<void>;
};

/** Fetches what was said before, when one scrolls up to it or asks; what one reads stays where it is. */
export function OlderMessages({ firstPlace, load }: OlderMessagesProps) {
  const place = useRef<HTMLDivElement>(null);
  const toEndPx = useRef<number>(undefined);
  const [state, setState] = useState<"ready" | "loading" | "failed">("ready");
  const isLoading = useRef(false);

  const fetchOlder = useCallback(async () => {
    const box = place.current && scrollParentOf(place.current);
    if (isLoading.current) return;
    isLoading.current = true;
    setState("loading");
    toEndPx.current = box ? box.scrollHeight - box.scrollTop : undefined;
    try {
      await load();
      setState("ready");
    } catch {
      // Said in place, with a way to try again; what is loaded stays.
      setState("failed");
    } finally {
      isLoading.current = false;
    }
  }, [load]);

  const shownPlace = useRef(firstPlace);
  useLayoutEffect(() => {
    if (shownPlace.current === firstPlace) return;
    shownPlace.current = firstPlace;
    const box = place.current && scrollParentOf(place.current);
    if (box && toEndPx.current !== undefined) box.scrollTo({ top: box.scrollHeight - toEndPx.current });
  }, [firstPlace]);

  useEffect(() => {
    const element = place.current;
    if (!element || state !== "ready") return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void fetchOlder();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [fetchOlder, state]);

  return (
    <div ref={place} className="flex flex-wrap items-center justify-center gap-3">
      {state === "failed" ? <p role="alert">The earlier messages could not be loaded.</p> : null}
      <Button variant="quiet" size="sm" aria-busy={state === "loading"} onClick={() => void fetchOlder()}>
        {state === "loading" ? "Loading earlier messages…" : "Show earlier messages"}
      </Button>
    </div>
  );
}
