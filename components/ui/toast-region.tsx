"use client";

import { X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { type Toast, type ToastBox, toasts as pageToasts } from "@/components/ui/toast-box";

const NONE: readonly Toast[] = [];

/** Where {@link toasts} appear: above everything, out of the way of the composer, and read out politely. */
export function ToastRegion({ box = pageToasts }: { box?: ToastBox }) {
  const toasts = useSyncExternalStore(box.subscribe, box.read, () => NONE);
  return (
    <section
      aria-label="Notifications"
      className="pointer-events-none fixed bottom-4 left-4 z-40 grid w-[min(24rem,calc(100vw-2rem))] gap-2"
    >
      <output className="contents">
        {toasts.map((toast) => (
          <ToastLine key={toast.id} toast={toast} box={box} />
        ))}
      </output>
    </section>
  );
}

function ToastLine({ toast, box }: { toast: Toast; box: ToastBox }) {
  const { id, text, action, tone = "plain" } = toast;
  const hold = () => box.hold(id);
  const release = () => box.release(id);
  return (
    <div
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
      className="pointer-events-auto flex min-h-11 animate-rise items-center gap-1 rounded-lg bg-raised py-1 pr-1 pl-4 shadow-float"
    >
      <p className={classNames("min-w-0 flex-1 py-1.5 [overflow-wrap:anywhere]", tone === "bad" && "text-bad")}>
        {text}
      </p>
      {action ? (
        <button
          type="button"
          className="h-8 shrink-0 rounded-md px-3 font-medium text-accent transition-colors hover:bg-quiet pointer-coarse:h-11"
          onClick={() => {
            box.dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      ) : null}
      <IconButton
        label="Dismiss"
        side="top"
        icon={<X className="size-4" aria-hidden="true" />}
        onClick={() => box.dismiss(id)}
      />
    </div>
  );
}
