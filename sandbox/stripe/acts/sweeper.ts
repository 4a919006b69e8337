import type { Clock } from "../clock";
import { planDeliveries } from "../delivery/plan-deliveries";
import { settleEvents, startStep } from "../store/step";
import type { CollectionName, TestClock } from "../store/wire";
import type { World } from "../store/world";
import { clockOf } from "./clock-of";
import { DueQueue, type Waiting } from "./due-queue";
import { type Due, nextDue } from "./falling-due";
import { arrive } from "./test-clocks";

/** What time changes, in the order it does so where two things fall due in the same second. */
const WATCHED: CollectionName[] = [
  "coupons",
  "promotion_codes",
  "discounts",
  "schedules",
  "subscriptions",
  "invoices",
  "checkout_sessions",
  "refunds",
  "disputes",
  "test_clocks",
];
const MAX_SLEEP_MS = 60_000;

const NOTE = "waiting";
type Noted = [CollectionName, string, number, string | null];

type SweeperParts = {
  world: World;
  clock: Clock;
  origin: () => string;
  /** Ends one thing's unit of work, so that a later failure does not undo it. */
  save: () => void;
  afterSweep: () => void;
};

/**
 * Does what has fallen due, in the order of its time and each at its own time,
 * however far the clock was moved. What belongs to a test clock waits for that one.
 */
export class Sweeper {
  private readonly parts: SweeperParts;
  private readonly waiting = new DueQueue(WATCHED);
  private timer: NodeJS.Timeout | undefined;
  /** World seconds up to which all is done. What a change makes due before that is done then, not in the past. */
  private doneUntil = 0;

  constructor(parts: SweeperParts) {
    this.parts = parts;
    this.begin();
    parts.world.watch((name, id, value) => this.note(name, id, value));
    parts.world.notes.keep(NOTE, () =>
      this.waiting.all().map(({ name, id, at, clock }): Noted => [name, id, at, clock ?? null]),
    );
  }

  /** Returns how many things were done. */
  sweep(): number {
    const now = this.worldNow();
    let done = this.runUntil(now, { from: this.doneUntil, clock: undefined });
    this.doneUntil = now;
    for (const { id, frozen_time, status_details } of this.advancing()) {
      const until = status_details.advancing?.target_frozen_time ?? frozen_time;
      done += this.runUntil(until, { from: frozen_time, clock: id });
      this.work((step) => arrive(step, id, until), now);
    }
    if (done > 0) this.parts.afterSweep();
    return done;
  }

  /** Sets the alarm for what is due next. */
  arm(): void {
    clearTimeout(this.timer);
    const next = this.waiting.first(undefined);
    const wait = this.advancing().length > 0 ? 1 : next && next.at * 1000 - this.parts.clock.nowMs();
    if (wait === undefined) return;
    this.timer = setTimeout(
      () => {
        this.sweep();
        this.arm();
      },
      Math.min(Math.max(wait, 1), MAX_SLEEP_MS),
    );
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private runUntil(until: number, { from, clock }: { from: number; clock: string | undefined }): number {
    let at = from;
    let done = 0;
    for (let next = this.waiting.first(clock); next && next.at <= until; next = this.waiting.first(clock)) {
      at = Math.max(next.at, at);
      if (clock === undefined) this.doneUntil = at;
      this.run(next, at);
      done++;
    }
    return done;
  }

  private run(waiting: Waiting, at: number): void {
    const { name, id, clock } = waiting;
    try {
      const due = this.dueOf(name, this.parts.world.find(name, id) ?? null);
      if (due) this.work(due.run, at, clock === undefined ? at : this.worldNow());
    } catch (error) {
      this.parts.world.rollback();
      console.error(`stripe sandbox: what was due for ${name}/${id} failed and is given up`, error);
      this.waiting.drop(waiting);
    }
    // Whatever it did must have moved the thing on; else it would be due for ever.
    if (this.waiting.holds(waiting)) this.waiting.drop(waiting);
  }

  private work(run: Due["run"], now: number, worldNow = now): void {
    const { world, origin, save } = this.parts;
    const step = startStep(world, now, { origin: origin(), worldNow });
    run(step);
    planDeliveries(step, settleEvents(step));
    save();
  }

  /** Learns what waits: from what was noted, and what was changed since; else by looking at all there is. */
  private begin(): void {
    const { world } = this.parts;
    const noted = world.notes.take(NOTE);
    if (!noted) {
      for (const name of WATCHED) for (const thing of world.oldest(name)) this.note(name, thing.id, thing);
      return;
    }
    for (const [name, id, at, clock] of noted.told as Noted[])
      this.waiting.put({ name, id, at, clock: clock ?? undefined });
    for (const [name, id] of noted.changed) {
      if (WATCHED.includes(name)) this.note(name, id, world.find(name, id) ?? null);
    }
  }

  private note(name: CollectionName, id: string, value: object | null): void {
    if (!WATCHED.includes(name)) return;
    const due = this.dueOf(name, value);
    if (due) this.waiting.put({ name, id, at: due.at, clock: clockOf(this.parts.world, value ?? {})?.id });
    else this.waiting.drop({ name, id });
  }

  private dueOf(name: CollectionName, value: object | null): Due | undefined {
    return value === null ? undefined : nextDue(this.parts.world, name, value);
  }

  private advancing(): TestClock[] {
    return this.parts.world.where("test_clocks", "status", "advancing");
  }

  private worldNow(): number {
    return Math.floor(this.parts.clock.nowMs() / 1000);
  }
}
