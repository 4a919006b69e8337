import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createClock } from "./clock";
import type { StripeSandbox } from "./sandbox";
import { judgedSandbox } from "./testing/judged-sandbox";

const DAY_S = 86_400;

/** What has resolved so far. */
function heard(...waits: Promise<void>[]) {
  const done: number[] = [];
  for (const [index, wait] of waits.entries()) void wait.then(() => done.push(index));
  return async () => {
    await vi.advanceTimersByTimeAsync(0);
    return done;
  };
}

describe("who waits for the clock to move", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("hears of the next move, however many wait, and of no earlier one", async () => {
    const clock = createClock(() => 1_000);
    clock.setOffsetMs(5_000);
    const done = heard(clock.moved(60_000), clock.moved(60_000));
    expect(await done()).toEqual([]);
    clock.setOffsetMs(9_000);
    expect(await done()).toEqual([0, 1]);
    expect([clock.nowMs(), clock.wallMs(), clock.offsetMs()]).toEqual([10_000, 1_000, 9_000]);
  });

  test("is told after a while that nothing happened", async () => {
    const done = heard(createClock().moved(3_000));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(await done()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await done()).toEqual([0]);
  });

  test("is forgotten when it is closed, and leaves no timer behind", async () => {
    const clock = createClock();
    const done = heard(clock.moved(1_000), clock.moved(2_000));
    clock.close();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(5_000);
    clock.setOffsetMs(1);
    expect(await done()).toEqual([]);
  });
});

describe("the clock over the wire", () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "stripe-clock-"));
  let sandbox: StripeSandbox;
  const start = async () => {
    sandbox = await judgedSandbox({ port: 0, seed: "test", dataDir });
  };
  beforeEach(start);
  afterEach(async () => {
    await sandbox.close();
    fs.rmSync(dataDir, { recursive: true });
  });

  const face = async (query = "") => {
    const response = await fetch(`${sandbox.url}/_sandbox/clock${query}`);
    return { status: response.status, body: (await response.json()) as { offset_seconds?: number; error?: object } };
  };
  const move = (seconds: number) =>
    fetch(`${sandbox.url}/_sandbox/clock`, { method: "POST", body: `advance_seconds=${seconds}` });
  const offsetOf = async (asked: ReturnType<typeof face>) => (await asked).body.offset_seconds;

  test("answers at once who does not wait, or knows another offset than it has", async () => {
    await move(DAY_S);
    expect(await offsetOf(face())).toBe(DAY_S);
    expect(await offsetOf(face("?other_than=0&within_seconds=30"))).toBe(DAY_S);
    expect(await offsetOf(face("?within_seconds=30"))).toBe(DAY_S);
  });

  test("holds who knows its offset until it is moved, and goes on serving others meanwhile", async () => {
    const held = Array.from({ length: 20 }, () => face("?other_than=0&within_seconds=30"));
    const first = await Promise.race([...held, face()]);
    expect(first.body.offset_seconds).toBe(0);
    await move(DAY_S);
    expect(await Promise.all(held.map(offsetOf))).toEqual(held.map(() => DAY_S));
  });

  test("tells who waits of a reset", async () => {
    await move(DAY_S);
    const held = face(`?other_than=${DAY_S}&within_seconds=30`);
    await face();
    await fetch(`${sandbox.url}/_sandbox/reset`, { method: "POST" });
    expect(await offsetOf(held)).toBe(0);
  });

  test("lets go of who waited in vain", async () => {
    expect(await offsetOf(face("?other_than=0&within_seconds=1"))).toBe(0);
  });

  test("closes while somebody waits, and does nothing afterwards", async () => {
    const held = face("?other_than=0&within_seconds=1").catch((error: unknown) => error);
    await face();
    await sandbox.close();
    expect(await held).toBeInstanceOf(TypeError);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await start();
  });

  test.each(["31", "-1", "0.5", "soon", "1e9"])("refuses to wait %s seconds", async (seconds) => {
    const { status, body } = await face(`?other_than=0&within_seconds=${seconds}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ param: "within_seconds", type: "invalid_request_error" });
  });
});
