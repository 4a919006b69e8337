/**
 * A source of the present moment; passed as the last argument wherever time decides something. Calling it tells the
 * world's time. Where the world can be moved, `wall` tells the machine's own; it is read through {@link wallTime}.
 */
export type Clock = { (): Date; wall?: () => Date };

/** Pages, routes and jobs are bundled apart, each with its own copy of this module: one world for all of them. */
const world = globalThis as { parleyWorldOffsetMs?: number };

/**
 * The one place where the present moment comes from. It tells the world's time: what people see and what money follows
 * (periods, trials, graces, allowances, the dates on messages and receipts). That is the machine's time plus an offset,
 * which is zero unless somebody moves the world.
 */
export const now: Clock = Object.assign(() => new Date(Date.now() + (world.parleyWorldOffsetMs ?? 0)), {
  wall: () => new Date(),
});

/**
 * The machine's own time, for what must not jump when the world is moved: sessions and mailed links, throttles, signs
 * of life, holds and leases, the queue's `run_at`, the age of what was looked up. A clock that tells one time only, as
 * a test's does, tells it here too.
 */
export function wallTime(clock: Clock): Date {
  return clock.wall ? clock.wall() : clock();
}

/** Moves the world: from now on {@link now} is so far ahead of the machine, in the whole process. */
export function setWorldOffset(offsetMs: number): void {
  world.parleyWorldOffsetMs = offsetMs;
}

export function worldOffsetMs(): number {
  return world.parleyWorldOffsetMs ?? 0;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export function plusMs(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}
