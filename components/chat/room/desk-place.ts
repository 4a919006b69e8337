import type { Desk } from "./desk";

/**
 * Where the desk stands above the pages, from the first screen of the chat on. That screen brings it, so that pages
 * which show no chat load nothing of it.
 */
export function deskPlace() {
  let desk: Desk | undefined;
  return {
    found: () => desk,
    /** The one desk there is; made once. */
    open: (make: () => Desk): Desk => (desk ??= make()),
  };
}

export type DeskPlace = ReturnType<typeof deskPlace>;
