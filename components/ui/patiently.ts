const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Loads a part of the page that may not be there at the moment, because the browser is offline or the server is being
 * replaced, and tries until it is. A part that gave up would take the page around it down, with what stands on it.
 */
export async function patiently<Part>(load: () => Promise<Part>, pause = forMs): Promise<Part> {
  for (let waitMs = FIRST_PAUSE_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await load();
    } catch {
      await pause(waitMs);
    }
  }
}

const forMs = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
