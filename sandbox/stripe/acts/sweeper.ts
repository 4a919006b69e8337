import type { Clock } from "../clock";
import { planDeliveries } from "../delivery/plan-deliveries";
import { settleEvents, startStep } from "../store/step";
import type { CollectionName } from "../store/wire";
import type { World } from "../store/world";
import { type Due, nextDue } from "./falling-due";

const WATCHED = new Set<CollectionName>(["subscriptions", "invoices", "checkout_sessions"]);
const MAX_SLEEP_MS = 60_000;

type SweeperParts = {
  world: World;
  clock: Clock;
  origin: () => string;
  /** Ends one thing's unit of work, so that a later failure does not undo it. */
  save: () => void;
  afterSweep: () => void;
};

/** Does what has fallen due, in the order of its time and each at its own time, however far the clock was moved. */
export class Sweeper {
  private readonly parts: SweeperParts;
  private readonly dues = new Map<string, Due>();
  private timer: NodeJS.Timeout | undefined;
  /** World seconds up to which all is done. What a change makes due before that is done then, not in the past. */
  private doneUntil = 0;

  constructor(parts: SweeperParts) {
    this.parts = parts;
    for (const name of WATCHED) for (const thing of parts.world.all(name)) this.note(name, thing.id, thing);
    parts.world.watch((name, id, value) => {
      if (WATCHED.has(name)) this.note(name, id, value);
    });
  }

  /** Returns how many things were done. */
  sweep(): number {
    const now = Math.floor(this.parts.clock.nowMs() / 1000);
    let done = 0;
    for (let next = this.soonest(); next && next[1].at <= now; next = this.soonest()) {
      this.run(next);
      done++;
    }
    this.doneUntil = now;
    if (done > 0) this.parts.afterSweep();
    return done;
  }

  /** Sets the alarm for what is due next. */
  arm(): void {
    clearTimeout(this.timer);
    const next = this.soonest();
    if (!next) return;
    const wait = next[1].at * 1000 - this.parts.clock.nowMs();
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

  private run([key, due]: [string, Due]): void {
    const { world, origin } = this.parts;
    this.doneUntil = Math.max(due.at, this.doneUntil);
    const step = startStep(world, this.doneUntil, { origin: origin() });
    try {
      due.run(step);
      planDeliveries(step, settleEvents(step));
      this.parts.save();
    } catch (error) {
      world.rollback();
      console.error(`stripe sandbox: what was due for ${key} failed and is given up`, error);
    }
    // Whatever it did must have moved the thing on; else it would be due for ever.
    const after = this.dues.get(key);
    if (after === due) this.dues.delete(key);
  }

  private soonest(): [string, Due] | undefined {
    let soonest: [string, Due] | undefined;
    for (const entry of this.dues) if (!soonest || entry[1].at < soonest[1].at) soonest = entry;
    return soonest;
  }

  private note(name: CollectionName, id: string, value: object | null): void {
    const due = value === null ? undefined : nextDue(this.parts.world, name, value);
    if (due) this.dues.set(`${name}/${id}`, due);
    else this.dues.delete(`${name}/${id}`);
  }
}
