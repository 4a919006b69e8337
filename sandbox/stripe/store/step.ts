import { changedFields, previousAttributes } from "../rules/previous-attributes";
import type { CollectionName, Collections, StripeEvent } from "./wire";
import type { World } from "./world";

export const API_VERSION = "2026-10-28.endive";

export type Asked = { method: string; path: string };
type RequestMark = { id: string | null; idempotency_key: string | null };

/**
 * One unit of work on the world: a request, or one thing that fell due.
 * It fixes what time it is, and gathers the events in the order they happened.
 */
export type Step = {
  world: World;
  /** What time it is for what this step is about, in whole seconds: the world's, or a test clock's. */
  now: number;
  /** World time in whole seconds, which events and deliveries go by. */
  worldNow: number;
  /** Where the pages are reached, e.g. http://127.0.0.1:4242 */
  origin: string;
  request: RequestMark;
  /** What was asked for, of the API or of a page; null where nobody asked and time alone has come. */
  asked: Asked | null;
  events: PendingEvent[];
  /** Things whose changes are not told one by one just now. */
  untold: Set<string>;
};

type PendingEvent = { type: string; object: () => object; previous?: object; settles?: string };

type Named<N extends CollectionName> = { of: N; id: string };

type Beginning = { origin: string; request?: RequestMark; asked?: Asked | null; worldNow?: number };

export function startStep(
  world: World,
  now: number,
  { origin, request, asked = null, worldNow = now }: Beginning,
): Step {
  const mark = request ?? { id: null, idempotency_key: null };
  return { world, now, worldNow, origin, request: mark, asked, events: [], untold: new Set() };
}

/** Says that something happened to a thing as it is now. */
export function emit(step: Step, type: string, object: object): void {
  step.events.push({ type, object: () => object });
}

/** Like `emit`, in this place of the order, but showing the thing as it is when the step ends. */
export function emitSettled<N extends CollectionName>(step: Step, type: string, { of, id }: Named<N>): void {
  const seen = step.world.find(of, id);
  step.events.push({ type, object: () => step.world.find(of, id) ?? seen ?? { id }, settles: id });
}

/** Does something on whose way `change` does not tell of this thing: whoever does it tells afterwards what came of it. */
export function untold(step: Step, id: string, act: () => void): void {
  step.untold.add(id);
  try {
    act();
  } finally {
    step.untold.delete(id);
  }
}

/**
 * Changes some fields of a thing and, when anything differs, says so with an event of this type: unless one of this
 * step shows the thing as it ends up, so that its way there is not news.
 */
export function change<N extends CollectionName>(
  step: Step,
  { of, id }: Named<N>,
  patch: Partial<Collections[N]>,
  type?: string,
): Collections[N] {
  const before = step.world.find(of, id);
  if (!before) throw new Error(`${of} ${id} is gone`);
  return replace(step, of, { ...before, ...patch }, type);
}

/** Like `change`, with the whole of what is there from now on: it may lack what was there before. */
export function replace<N extends CollectionName>(
  step: Step,
  of: N,
  after: Collections[N],
  type?: string,
): Collections[N] {
  const before = step.world.find(of, after.id);
  if (!before) throw new Error(`${of} ${after.id} is gone`);
  step.world.put(of, after);
  if (type && !isSettling(step, after.id) && changedFields(before, after).length > 0)
    step.events.push({ type, object: () => after, previous: previousAttributes(before, after) });
  return after;
}

function isSettling(step: Step, id: string): boolean {
  return step.untold.has(id) || step.events.some((event) => event.settles === id);
}

/** Writes the gathered events into the world. Call once, when the step's work is done. */
export function settleEvents(step: Step): StripeEvent[] {
  const { world, worldNow, request } = step;
  return step.events.map(({ type, object, previous }) =>
    world.put("events", {
      id: world.nextId("evt"),
      object: "event",
      api_version: API_VERSION,
      created: worldNow,
      data: { object: object(), ...(previous ? { previous_attributes: previous } : {}) },
      livemode: false,
      pending_webhooks: 0,
      request,
      type,
    }),
  );
}
