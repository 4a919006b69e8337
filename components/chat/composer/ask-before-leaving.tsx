import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useRoom } from "@/components/chat/room/chat-room";
import type { Go } from "@/components/chat/room/departure";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { wayBack } from "./way-back";
import { wayOut } from "./way-out";

/** Asks before a link, a command, the way back or the browser leads away from what is stored nowhere. */
export function AskBeforeLeaving() {
  const { departure } = useRoom();
  const { push } = useRouter();
  const [way, setWay] = useState<{ go: Go }>();
  /** Somebody said that it may be lost: nothing asks again on the way. */
  const isLetGo = useRef(false);

  useEffect(() => departure.hold((go) => setWay({ go })), [departure]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      const path = link ? wayOut(event, link, window.location) : undefined;
      if (path === undefined) return;
      // Before the link's own listener, which would go there at once.
      event.preventDefault();
      event.stopPropagation();
      setWay({ go: () => push(path) });
    };
    const onNavigate = (event: NavigateEvent) => {
      const key = isLetGo.current ? undefined : wayBack(event, window.location);
      if (key === undefined) return;
      event.preventDefault();
      setWay({ go: () => void window.navigation.traverseTo(key) });
    };
    // Older browsers have none, and go back unasked.
    const navigation = "navigation" in window ? window.navigation : undefined;
    window.addEventListener("beforeunload", warn);
    window.addEventListener("click", onClick, { capture: true });
    navigation?.addEventListener("navigate", onNavigate);
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("click", onClick, { capture: true });
      navigation?.removeEventListener("navigate", onNavigate);
    };
  }, [push]);

  // After the dialog's own effect, which opens it and focuses the first that there is.
  const stayButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (way) stayButton.current?.focus();
  }, [way]);

  const stay = () => setWay(undefined);
  return (
    <Dialog isOpen={way !== undefined} onClose={stay} title="Leave this temporary chat?">
      <p className="mb-5 text-muted">It is not stored. Once you leave it, it is gone.</p>
      <div className="flex justify-end gap-2">
        <Button ref={stayButton} variant="secondary" onClick={stay}>
          Stay
        </Button>
        <Button
          variant="danger"
          onClick={() => {
            isLetGo.current = true;
            stay();
            way?.go();
          }}
        >
          Leave and lose it
        </Button>
      </div>
    </Dialog>
  );
}
