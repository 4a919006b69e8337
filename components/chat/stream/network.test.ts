import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { browserNetwork, pauseAfter } from "./network";

function aBrowser() {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { hidden: false });
  return { window, document, network: browserNetwork(() => ({ window, document })) };
}

describe("a pause", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Whether a pause of a minute is over after `events`. */
  async function isOverAfter(event: (browser: ReturnType<typeof aBrowser>) => void): Promise<boolean> {
    const browser = aBrowser();
    let isOver = false;
    void browser.network.pause(60_000).then(() => (isOver = true));
    event(browser);
    await vi.advanceTimersByTimeAsync(0);
    return isOver;
  }

  test("ends at once when the network is back, or the page is looked at again", async () => {
    expect(await isOverAfter(({ window }) => window.dispatchEvent(new Event("online")))).toBe(true);
    expect(await isOverAfter(({ document }) => document.dispatchEvent(new Event("visibilitychange")))).toBe(true);
  });

  test("goes on when the page is left", async () => {
    const leave = ({ document }: ReturnType<typeof aBrowser>) => {
      document.hidden = true;
      document.dispatchEvent(new Event("visibilitychange"));
    };
    expect(await isOverAfter(leave)).toBe(false);
  });

  test("ends by itself", async () => {
    let isOver = false;
    void aBrowser()
      .network.pause(1_000)
      .then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(isOver).toBe(true);
  });
});

test("whoever stopped listening is not called", () => {
  const { window, network } = aBrowser();
  const callback = vi.fn();
  network.onReturn(callback)();
  window.dispatchEvent(new Event("online"));
  expect(callback).not.toHaveBeenCalled();
});

test("pauses grow to a limit, and differ from one browser to the next", () => {
  const middle = [0, 1, 2, 3, 4, 5, 50].map((failures) => pauseAfter(failures, () => 0.5));
  expect(middle).toEqual([300, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  expect(pauseAfter(1, () => 0)).toBe(750);
  expect(pauseAfter(1, () => 1)).toBe(1_250);
});
