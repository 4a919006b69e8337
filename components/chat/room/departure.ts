/** Goes where somebody wanted to go. */
export type Go = () => void;

/**
 * What stands between a wish to leave the screen and leaving it. A screen that would lose something holds it, and is
 * asked with the way on; otherwise one goes at once.
 */
export function departure() {
  let holder: ((go: Go) => void) | undefined;

  return {
    leave(go: Go): void {
      if (holder) holder(go);
      else go();
    },
    /** Returns what lets go of it. */
    hold(ask: (go: Go) => void): () => void {
      holder = ask;
      return () => {
        if (holder === ask) holder = undefined;
      };
    },
  };
}

export type Departure = ReturnType<typeof departure>;
