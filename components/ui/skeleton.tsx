import { classNames } from "@/components/ui/class-names";

/** Stands where something will be, in its size: give it the height and width of what comes. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={classNames("animate-breathe rounded-md bg-line/60", className)} />;
}

/** Tells a screen reader, once, what all the skeletons of a screen are waiting for. */
export function Loading({ what }: { what: string }) {
  return <output className="sr-only">Loading {what}…</output>;
}
