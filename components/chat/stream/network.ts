/** Where the browser says that it is connected again, or looked at again. */
type Sources = { window: EventTarget; document: EventTarget & { hidden: boolean } };

export type Network = {
  /** Calls back whenever trying again makes sense at once. Returns the way out. */
  onReturn: (callback: () => void) => () => void;
  /** Ends after `ms`, or earlier when the network is back or the page is looked at. */
  pause: (ms: number) => Promise<void>;
};

/** The browser's word on the network. Nothing is listened to before it is asked for. */
export function browserNetwork(sources: () => Sources = () => ({ window, document })): Network {
  function onReturn(callback: () => void) {
    const { window, document } = sources();
    const onVisible = () => {
      if (!document.hidden) callback();
    };
    window.addEventListener("online", callback);
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      window.removeEventListener("online", callback);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }

  return {
    onReturn,
    pause: (ms) =>
      new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer);
          leave();
          resolve();
        };
        const timer = setTimeout(end, ms);
        const leave = onReturn(end);
      }),
  };
}

const PAUSES_MS = [300, 1_000, 2_000, 4_000, 8_000];
const LONGEST_PAUSE_MS = 15_000;

/** How long to wait after so many failures: longer each time, and not everybody at the same moment. */
export function pauseAfter(failures: number, random: () => number = Math.random): number {
  return (PAUSES_MS[failures] ?? LONGEST_PAUSE_MS) * (0.75 + random() / 2);
}
