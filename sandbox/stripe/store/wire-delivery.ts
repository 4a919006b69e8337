/** How events travel to endpoints, and what was ordered to go wrong. Nothing of this is Stripe's; times in world milliseconds. */

/** One try to post an event to one endpoint. `answer`: the beginning of what the endpoint said. */
export type DeliveryAttempt = {
  atMs: number;
  status: number | null;
  error: string | null;
  durationMs: number;
  answer?: string;
};

/** What was ordered for one delivery. `order`: the id of the order. */
export type DeliveryFate = { order: string } & (
  | { kind: "webhook_drop" }
  /** The first `tries` attempts fail; `heard`: the endpoint hears them all the same. */
  | { kind: "webhook_fail"; tries: number; heard: boolean }
  /** Waits so long on the machine's own clock before the first attempt. */
  | { kind: "webhook_delay"; waitMs: number }
  /** One more of what goes to the same endpoint anyway; nobody waits for its success. */
  | { kind: "webhook_duplicate" }
  /** Waits for its turn: `behind` is the delivery that goes first. */
  | { kind: "webhook_reorder"; behind: string | null }
);

export type Delivery = {
  id: string;
  event: string;
  endpoint: string;
  url: string;
  state: "pending" | "delivered" | "failed";
  attempts: DeliveryAttempt[];
  nextAttemptAtMs: number | null;
  fate?: DeliveryFate;
};

export type RequestFaultKind =
  | "rate_limited"
  | "lock_timeout"
  | "server_error"
  | "server_error_kept"
  | "server_error_after_write"
  | "unavailable"
  | "timeout_before_write"
  | "timeout_after_write"
  | "cut_before_write"
  | "cut_after_write"
  | "cut_in_reply"
  | "slow";
export type WebhookFaultKind = DeliveryFate["kind"];
export type FaultKind = RequestFaultKind | WebhookFaultKind;

/** Something that is to go wrong `count` times, where it fits. */
export type FaultOrder = {
  id: string;
  kind: FaultKind;
  /** Which requests, or for webhooks whose events: `*` or `METHOD /path`. Null in webhooks' orders of earlier days: all. */
  route: string | null;
  /** Which events: `*`, `invoice.*`, or several with commas. Null for requests. */
  events: string | null;
  customer: string | null;
  count: number;
  left: number;
  probability: number;
  seed: string;
  /** How many that fitted were looked at: the place in the row of draws. */
  seen: number;
  /** The test card whose payment ordered it. */
  card: string | null;
  /** World seconds. */
  created: number;
  /** What its kind has beyond that. */
  options: { [name: string]: string | number | boolean };
  /** The deliveries that wait for the rest of their batch. */
  held: string[];
};

export type DeliveryCollections = { deliveries: Delivery; faults: FaultOrder };
