/** Something that was just done, and the way back. */
export type Toast = {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
  tone?: "plain" | "bad";
};

/** Long enough to read it and to reach the button by keyboard (WCAG 2.2.1 asks for time that can be extended: the pointer or the focus on it stops the clock). */
export const TOAST_MS = 10_000;
/** More at once are not read. */
const MOST = 3;

export type ToastBox = ReturnType<typeof toastBox>;

/** The messages that are on the screen. Outside of React, so that anything on the page can say something. */
export function toastBox(wait: (work: () => void, ms: number) => unknown = setTimeout) {
  let toasts: readonly Toast[] = [];
  let nextId = 1;
  const held = new Set<number>();
  const listeners = new Set<() => void>();

  function put(changed: readonly Toast[]): void {
    toasts = changed;
    for (const listener of listeners) listener();
  }

  function dismiss(id: number): void {
    held.delete(id);
    put(toasts.filter((toast) => toast.id !== id));
  }

  /** Ends its time, or, while somebody is at it, asks again after another while. */
  function expire(id: number): void {
    if (held.has(id)) wait(() => expire(id), TOAST_MS);
    else dismiss(id);
  }

  return {
    read: () => toasts,
    show(toast: Omit<Toast, "id">): void {
      const id = nextId;
      nextId += 1;
      put([...toasts, { ...toast, id }].slice(-MOST));
      wait(() => expire(id), TOAST_MS);
    },
    dismiss,
    hold: (id: number) => void held.add(id),
    release: (id: number) => void held.delete(id),
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The page's one. Nothing is shown on the server. */
export const toasts: ToastBox = toastBox();
