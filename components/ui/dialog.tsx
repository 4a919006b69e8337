"use client";

import { X } from "lucide-react";
import { createContext, type ReactNode, useContext, useEffect, useId, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";

type DialogProps = {
  isOpen: boolean;
  /** Called for Escape, a press on the backdrop and the close button alike. */
  onClose: () => void;
  title: string;
  /** `drawer` comes in from the left and fills the height; for navigation on a phone. */
  shape?: "box" | "drawer";
  children: ReactNode;
};

const SHAPES = {
  box: "m-auto w-[calc(100%-2rem)] max-w-md rounded-lg p-6 shadow-float",
  drawer: "mr-auto h-dvh max-h-none w-[min(20rem,85vw)] max-w-none flex-col border-r px-4 pt-2 open:flex",
} as const;

const KeepOpen = createContext<(isKept: boolean) => void>(() => {});

/** While what calls this is shown, the dialog around it is closed by nothing but what it holds: what is lost is gone. */
export function useKeptOpen(): void {
  const keep = useContext(KeepOpen);
  useEffect(() => {
    keep(true);
    return () => keep(false);
  }, [keep]);
}

/**
 * The browser's own modal: it holds the focus, makes the rest inert, closes on Escape, and gives the focus back. Its
 * content exists only while it is open, so it starts afresh each time.
 */
export function Dialog({ isOpen, onClose, title, shape = "box", children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  /** Its event comes a moment after the closing, when it may be opened anew: one that we asked for closes nothing more. */
  const isClosedByUs = useRef(false);
  const [isKept, setKept] = useState(false);

  useEffect(() => {
    const dialog = ref.current;
    if (isOpen && !dialog?.open) dialog?.showModal();
    if (isOpen || !dialog?.open) return;
    isClosedByUs.current = true;
    dialog.close();
  }, [isOpen]);

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a press on the backdrop; the keyboard has Escape
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      closedby={isKept ? "none" : undefined}
      // For browsers that do not know the attribute.
      onCancel={(event) => isKept && event.preventDefault()}
      onClose={() => {
        if (!isClosedByUs.current) onClose();
        isClosedByUs.current = false;
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && !isKept) event.currentTarget.close();
      }}
      className={classNames(
        "bg-raised text-text backdrop:bg-[oklch(0_0_0/0.4)] open:animate-rise backdrop:open:animate-rise",
        SHAPES[shape],
      )}
    >
      {isOpen ? (
        <>
          <div
            className={classNames(
              "flex items-center justify-between gap-4",
              shape === "box" ? "mb-4" : "h-11 shrink-0",
            )}
          >
            <h2 id={titleId} className="font-semibold text-base">
              {title}
            </h2>
            {isKept ? null : (
              <IconButton
                label="Close"
                side="left"
                icon={<X className="size-4" aria-hidden="true" />}
                className="-mr-2"
                onClick={() => ref.current?.close()}
              />
            )}
          </div>
          <KeepOpen value={setKept}>{children}</KeepOpen>
        </>
      ) : null}
    </dialog>
  );
}
