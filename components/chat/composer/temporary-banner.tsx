import { Hourglass } from "lucide-react";
import { AskBeforeLeaving } from "./ask-before-leaving";

/** Says what becomes of a chat that is not stored, and asks before it goes. */
export function TemporaryBanner({ hasMessages }: { hasMessages: boolean }) {
  return (
    <>
      <p className="flex items-center gap-2 border-b bg-quiet px-4 py-2 text-sm md:px-6">
        <Hourglass className="size-4 shrink-0 text-muted" aria-hidden="true" />
        <span>
          <span className="font-medium">Temporary chat.</span>{" "}
          <span className="text-muted">Not stored: it is gone when you leave or reload this page.</span>
        </span>
      </p>
      {hasMessages ? <AskBeforeLeaving /> : null}
    </>
  );
}
