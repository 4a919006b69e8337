/** Carries where to go afterwards through a form; the server decides whether it is a place of ours. */
export function NextField({ next }: { next: string | undefined }) {
  return next ? <input type="hidden" name="next" value={next} /> : null;
}

/** A link to a neighbouring page that keeps where to go afterwards. */
export function withNext(path: string, next: string | undefined): string {
  return next ? `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ next })}` : path;
}
