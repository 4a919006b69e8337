import { useEffect, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";

/** Loads the next page when one scrolls to it, or asks for it. */
export function ShowOlder({ load }: { load: () => Promise<void> }) {
  const button = useRef<HTMLButtonElement>(null);
  const [isLoading, start] = useTransition();
  const [hasFailed, setFailed] = useState(false);

  function loadNow() {
    if (isLoading) return;
    start(async () => {
      try {
        await load();
      } catch {
        // The button says so, and is the way to try again.
        setFailed(true);
      }
    });
  }

  useEffect(() => {
    if (!button.current || hasFailed) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) button.current?.click();
    });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [hasFailed]);

  return (
    <Button ref={button} variant="quiet" size="sm" aria-busy={isLoading} onClick={loadNow} className="text-muted">
      {isLoading ? "Loading…" : hasFailed ? "That did not load. Try again" : "Show older"}
    </Button>
  );
}
