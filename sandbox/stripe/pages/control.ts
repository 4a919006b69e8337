import type { Answer, PageRequest } from "../http/listener";
import { MAX_OVERLAP_S, rollSecret } from "../delivery/secrets";
import { newestFirst } from "../http/paging";
import { controlData } from "./control-data";
import type { PagesParts } from "./parts";

const MAX_SHOWN = 200;

/** What the sandbox says of itself, in JSON. Not part of Stripe. */
export async function control(parts: PagesParts, request: PageRequest): Promise<Answer> {
  const rolled = /^\/_sandbox\/webhook_endpoints\/([^/]+)\/roll_secret$/.exec(request.path)?.[1];
  if (rolled !== undefined && request.method === "POST") return roll(parts, request, rolled);
  switch (`${request.method} ${request.path}`) {
    case "GET /_sandbox/health":
      return json(200, {
        status: "ok",
        customers: parts.world.size("customers"),
        subscriptions: parts.world.size("subscriptions"),
      });
    case "GET /_sandbox/deliveries":
      return json(200, { deliveries: newestFirst(parts.world.all("deliveries")).slice(0, MAX_SHOWN) });
    case "GET /_sandbox/clock":
      return tellClock(parts, request);
    case "POST /_sandbox/clock":
      return moveClock(parts, request);
    case "POST /_sandbox/reset":
      return reset(parts);
    default:
      return (
        (await controlData(parts, request)) ??
        json(404, {
          error: { message: `The sandbox has no ${request.method} ${request.path}.`, type: "invalid_request_error" },
        })
      );
  }
}

const MAX_HELD_S = 30;

/**
 * The clock's face; for `within_seconds` held back while it still shows `other_than` (an `offset_seconds`), so that a
 * program whose own clock follows hears of a move at once.
 */
async function tellClock(parts: PagesParts, { query }: PageRequest): Promise<Answer> {
  const asked = new URLSearchParams(query);
  const heldS = Number(asked.get("within_seconds") ?? 0);
  if (!Number.isInteger(heldS) || heldS < 0 || heldS > MAX_HELD_S) {
    const message = `within_seconds must be a whole number of seconds, ${MAX_HELD_S} at most.`;
    return json(400, { error: { message, param: "within_seconds", type: "invalid_request_error" } });
  }
  if (heldS > 0 && asked.get("other_than") === String(offsetS(parts))) await parts.clock.moved(heldS * 1000);
  return json(200, clockFace(parts));
}

/** Moves world time forward by so many seconds and does all that falls due on the way. */
function moveClock(parts: PagesParts, { body }: PageRequest): Answer {
  const seconds = Number(new URLSearchParams(body).get("advance_seconds"));
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 5 * 366 * 86_400) {
    const message = "advance_seconds must be a whole number of seconds above zero, five years at most.";
    return json(400, { error: { message, param: "advance_seconds", type: "invalid_request_error" } });
  }
  const { clock, world, sweeper } = parts;
  clock.setOffsetMs(clock.offsetMs() + seconds * 1000);
  world.put("settings", { id: "clock_offset_ms", value: clock.offsetMs() });
  return json(200, { ...clockFace(parts), done: sweeper.sweep() });
}

/** What Stripe's dashboard does: a new secret, and the old one good for `overlap_seconds` more (a day at most). */
function roll({ world, clock }: PagesParts, { body }: PageRequest, endpoint: string): Answer {
  const overlapS = Number(new URLSearchParams(body).get("overlap_seconds") ?? 0);
  if (!Number.isInteger(overlapS) || overlapS < 0 || overlapS > MAX_OVERLAP_S) {
    const message = `overlap_seconds must be a whole number of seconds, ${MAX_OVERLAP_S} at most.`;
    return json(400, { error: { message, param: "overlap_seconds", type: "invalid_request_error" } });
  }
  const secret = rollSecret(world, endpoint, { overlapS, nowMs: clock.nowMs() });
  if (secret !== undefined) return json(200, { id: endpoint, secret });
  return json(404, { error: { message: `No such webhook_endpoint: '${endpoint}'`, type: "invalid_request_error" } });
}

function clockFace(parts: PagesParts): object {
  return { now: Math.floor(parts.clock.nowMs() / 1000), offset_seconds: offsetS(parts) };
}

function offsetS({ clock }: PagesParts): number {
  return Math.round(clock.offsetMs() / 1000);
}

/** An empty world at wall time. What was under way to a webhook is dropped. */
async function reset({ world, clock, journal }: PagesParts): Promise<Answer> {
  world.clear();
  clock.setOffsetMs(0);
  await journal.compact();
  return json(200, { status: "reset" });
}

function json(status: number, body: object): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
    body: JSON.stringify(body, null, 2),
  };
}
