import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { wayOut } from "./way-out";

/** Asks before a link, or the browser, leads away from what is stored nowhere. */
export function AskBeforeLeaving() {
  const { push } = useRouter();
  const [address, setAddress] = useState<string>();

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      const way = link ? wayOut(event, link, window.location) : undefined;
      if (way === undefined) return;
      // Before the link's own listener, which would go there at once.
      event.preventDefault();
      event.stopPropagation();
      setAddress(way);
    };
    window.addEventListener("beforeunload", warn);
    window.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("click", onClick, { capture: true });
    };
  }, []);

  const stay = () => setAddress(undefined);
  return (
    <Dialog isOpen={address !== undefined} onClose={stay} title="Leave this temporary chat?">
      <p className="mb-5 text-muted">It is not stored. Once you leave it, it is gone.</p>
      <div className="flex justify-end gap-2">
        <Button variant="secondary" onClick={stay}>
          Stay
        </Button>
        <Button
          onClick={() => {
            stay();
            if (address !== undefined) push(address);
          }}
        >
          Leave and lose it
        </Button>
      </div>
    </Dialog>
  );
}
