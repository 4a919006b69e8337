import type { Clock } from "../clock";
import type { Delivery, DeliveryAttempt } from "../store/wire";
import type { World } from "../store/world";
import { waitAfter } from "./backoff";
import { failureOrdered, isAwaited, isBehind, type Turn, turnOf, waitFor } from "./fates";
import { liveSecrets } from "./secrets";
import { postEvent, type PostOrder, type PostResult } from "./post-event";

const MAX_AT_ONCE = 20;
const MAX_SLEEP_MS = 60_000;

type CourierParts = {
  world: World;
  clock: Clock;
  /** Writes what the courier changed to disk. */
  save: () => void;
  anywhere: boolean;
  post?: typeof postEvent;
};

type Letter = Pick<PostOrder, "url" | "payload" | "secrets">;

/**
 * Carries events to endpoints until they answer 2xx or patience ends. What it
 * still owes lies in the world, so a restart goes on where it stopped.
 */
export class Courier {
  private readonly parts: Required<CourierParts>;
  private readonly owed = new Map<string, Turn>();
  private readonly underway = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(parts: CourierParts) {
    this.parts = { post: postEvent, ...parts };
    for (const delivery of parts.world.where("deliveries", "state", "pending")) this.note(delivery.id, delivery);
    parts.world.watch((name, id, value) => {
      if (name === "deliveries") this.note(id, value as Delivery | null);
    });
  }

  /** Sends all that is due now, and sets the alarm for what is due next. Cheap to call often. */
  poke(): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    const { world, clock } = this.parts;
    let next = Infinity;
    for (const [id, turn] of this.owed) {
      // Whoever is done first calls again: to look at all the others each time takes long where thousands wait.
      if (this.underway.size >= MAX_AT_ONCE) return;
      // What goes behind another is looked at again when that one is done.
      if (this.underway.has(id) || isBehind(world, turn)) continue;
      const wait = waitFor(turn, clock);
      if (wait > 0) next = Math.min(next, wait);
      else this.send(id);
    }
    if (next === Infinity) return;
    this.timer = setTimeout(() => this.poke(), Math.min(Math.max(next, 1), MAX_SLEEP_MS));
  }

  /** Stops sending and waits for what is on its way. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await Promise.allSettled(this.underway.values());
  }

  private note(id: string, delivery: Delivery | null): void {
    const turn = delivery ? turnOf(delivery, this.parts.clock, this.owed.get(id)) : undefined;
    if (turn) this.owed.set(id, turn);
    else this.owed.delete(id);
  }

  private send(id: string): void {
    const work = this.attempt(id).finally(() => {
      this.underway.delete(id);
      this.poke();
    });
    this.underway.set(id, work);
  }

  private async attempt(id: string): Promise<void> {
    const { world, clock } = this.parts;
    const letter = this.letter(id);
    if (!letter) {
      this.giveUp(id);
      return;
    }
    const startedMs = clock.wallMs();
    const result = await this.post(letter, world.find("deliveries", id));
    const attempt: DeliveryAttempt = { atMs: clock.nowMs(), durationMs: clock.wallMs() - startedMs, ...result };
    const known = world.find("deliveries", id);
    if (known) this.settle(known, attempt);
  }

  /** Posts, or does as if; an order may have it that the endpoint seems to fail. */
  private async post(letter: Letter, delivery: Delivery | undefined): Promise<PostResult> {
    const { clock, anywhere, post } = this.parts;
    const failing = delivery && failureOrdered(delivery);
    if (failing && !failing.heard) return failing.result;
    const result = await post({ ...letter, wallMs: clock.wallMs(), anywhere });
    return failing ? failing.result : result;
  }

  /** What is to be posted where; nothing once the endpoint is gone or disabled. */
  private letter(id: string): Letter | undefined {
    const { world } = this.parts;
    const delivery = world.find("deliveries", id);
    if (!delivery) return undefined;
    const event = world.find("events", delivery.event);
    const endpoint = world.find("webhook_endpoints", delivery.endpoint);
    const held = world.find("endpoint_secrets", delivery.endpoint);
    if (!event || !held || endpoint?.status !== "enabled") return undefined;
    const secrets = liveSecrets(held, this.parts.clock.nowMs());
    return { url: endpoint.url, payload: JSON.stringify(event, null, 2), secrets };
  }

  private giveUp(id: string): void {
    const delivery = this.parts.world.find("deliveries", id);
    if (delivery) this.record({ ...delivery, state: "failed", nextAttemptAtMs: null });
  }

  private settle(delivery: Delivery, attempt: DeliveryAttempt): void {
    const attempts = [...delivery.attempts, attempt];
    const isDelivered = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
    const wait = isDelivered ? null : waitAfter(attempts.length);
    const state = isDelivered ? "delivered" : wait === null ? "failed" : "pending";
    const nextAttemptAtMs = wait === null ? null : attempt.atMs + wait;
    const event = this.parts.world.find("events", delivery.event);
    if (isDelivered && event && isAwaited(delivery)) {
      this.parts.world.put("events", { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) });
    }
    this.record({ ...delivery, attempts, state, nextAttemptAtMs });
  }

  private record(delivery: Delivery): void {
    this.parts.world.put("deliveries", delivery);
    this.parts.save();
  }
}
