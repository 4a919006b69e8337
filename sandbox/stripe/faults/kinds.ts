import type { FaultKind } from "../store/wire-delivery";
import { choice, type FaultField, integer, SCOPES } from "./fields";

export type FaultKindRow = {
  about: "request" | "webhook";
  title: string;
  does: string;
  /** What it has beyond where, whose and how often. */
  options: FaultField[];
};

const RETRY_AFTER = integer("retry_after", "Retry-After, in seconds", { min: 0, max: 3_600, preset: 1 });
const HOLD_MS = integer("hold_ms", "Held at most so long, in ms", {
  min: 1,
  max: 600_000,
  preset: 120_000,
  help: "Then the connection is cut. Most clients give up before.",
});

/**
 * Every fault there is, in the order people are shown them. On keys: Stripe keeps a result under its
 * idempotency key once execution of an endpoint has begun, a 500 included, and keeps nothing when it has not
 * (https://docs.stripe.com/api/idempotent_requests). So the faults before the write leave the key unused and a
 * retry does the work; `server_error_kept` and `server_error_after_write` are kept as 500 and replayed;
 * after a time-out or cut behind the write the retry replays the success nobody saw.
 */
const KINDS: Readonly<Record<FaultKind, FaultKindRow>> = {
  rate_limited: request("429, too many requests", "Refused before anything is done, as by Stripe's rate limiter.", [
    choice("reason", "Stripe-Rate-Limited-Reason", [
      "endpoint-rate",
      "global-rate",
      "endpoint-concurrency",
      "global-concurrency",
      "resource-specific",
    ]),
    RETRY_AFTER,
    choice(
      "should_retry",
      "Stripe-Should-Retry",
      ["unsaid", "true", "false"],
      "Unsaid, the SDK does not retry a 429 by itself.",
    ),
  ]),
  lock_timeout: request(
    "429, the object is locked",
    "Refused with lock_timeout before anything is done. The SDK retries it by itself.",
  ),
  server_error: request(
    "500 before the write",
    "Nothing is done, and nothing is kept under the idempotency key: a retry does the work.",
  ),
  server_error_kept: request(
    "500 that its key keeps",
    "Execution began and was undone. The 500 is kept under the idempotency key and replayed for a day.",
  ),
  server_error_after_write: request(
    "500 after the write",
    "All is done, its webhooks included, and the answer is a 500, which the idempotency key keeps.",
  ),
  unavailable: request("503", "Refused before anything is done.", [RETRY_AFTER]),
  timeout_before_write: request("Time-out before the write", "Nothing is done, and no answer comes.", [HOLD_MS]),
  timeout_after_write: request(
    "Time-out after the write",
    "All is done, and no answer comes. A retry with the same key replays the result.",
    [HOLD_MS],
  ),
  cut_before_write: request("Connection cut before the write", "Nothing is done, and the connection closes."),
  cut_after_write: request(
    "Connection cut after the write",
    "All is done, and the connection closes without an answer. A retry with the same key replays the result.",
  ),
  cut_in_reply: request(
    "Connection cut in the middle of the reply",
    "All is done, and half the answer arrives. A retry with the same key replays the result.",
  ),
  slow: request("Slow", "All is well, only late. Its key stays in use until the answer goes out.", [
    integer("ms", "Later by, in ms", { min: 1, max: 600_000, preset: 2_000 }),
  ]),
  webhook_duplicate: webhook("Delivered more than once", "The same event is posted again, under the same id.", [
    integer("times", "Copies beside the first", { min: 1, max: 20, preset: 1 }),
  ]),
  webhook_reorder: webhook(
    "Delivered in another order",
    "So many events wait for each other and then go out in another order, one after the other.",
    [
      integer("size", "How many are held together", { min: 2, max: 50, preset: 3 }),
      choice("order", "In which order they go out", ["reversed", "shuffled"]),
      integer("hold_seconds", "Wait at most so long, in world seconds", {
        min: 1,
        max: 86_400,
        preset: 60,
        help: "Then they go out as they came, also when fewer have gathered.",
      }),
    ],
  ),
  webhook_delay: webhook("Delivered late", "The first attempt waits: on the machine's clock, the world's, or both.", [
    integer("ms", "Real time, in ms", { min: 0, max: 600_000, preset: 0 }),
    integer("seconds", "World time, in seconds", { min: 0, max: 2_678_400, preset: 60 }),
  ]),
  webhook_drop: webhook(
    "Never delivered",
    "Given up without an attempt to post it. The event stays in the list, where delivery_success=false finds it.",
  ),
  webhook_fail: webhook("The endpoint seems to fail", "Taken as if the endpoint had answered 500, and tried again.", [
    integer("tries", "Attempts that fail", { min: 1, max: 20, preset: 1 }),
    {
      name: "heard",
      type: "boolean",
      label: "The endpoint hears it all the same",
      help: "Then only its answer is lost, and it hears the event again.",
      default: false,
    },
  ]),
};

export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(KINDS, text);
}

export function faultKind(kind: FaultKind): FaultKindRow {
  return KINDS[kind];
}

/** All fields of a kind: where, whose and how often, then its own. */
export function fieldsOf(kind: FaultKind): FaultField[] {
  const { about, options } = KINDS[kind];
  return [...SCOPES[about], ...options];
}

export const FAULT_KINDS = Object.keys(KINDS) as FaultKind[];

function request(title: string, does: string, options: FaultField[] = []): FaultKindRow {
  return { about: "request", title, does, options };
}

function webhook(title: string, does: string, options: FaultField[] = []): FaultKindRow {
  return { about: "webhook", title, does, options };
}
