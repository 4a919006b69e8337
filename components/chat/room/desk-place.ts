import type { Desk } from "./desk";

/**
 * Where the desk stands above the pages, from the first screen of the chat on. That screen brings it, so that pages
 * which show no chat load nothing of it.
 */
export function deskPlace() {
  let desk: Desk | undefined;
  let resolve: (desk: Desk) => void;
  const opened = new Promise<Desk>((fulfil) => (resolve = fulfil));
  return {
    found: () => desk,
    /** The desk, once there is one: what is heard while the page is being set up waits for it. */
    opened,
    /** The one desk there is; made once. */
    open(make: () => Desk): Desk {
      if (desk === undefined) resolve((desk = make()));
      return desk;
    },
  };
}

export type DeskPlace = ReturnType<typeof deskPlace>;
