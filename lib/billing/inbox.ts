import "server-only";
import { API_VERSION } from "@/lib/adapters/payments/connection";
import { type Delivery, readDelivery } from "@/lib/adapters/payments/delivery";
import { EVENT_NAMES } from "@/lib/adapters/payments/webhook-endpoint";
import { identifyJob } from "@/lib/billing/identify-job";
import { putEvents } from "@/lib/billing/queries/inbox";
import { syncJob } from "@/lib/billing/sync-job";
import { batched } from "@/lib/platform/batched";
import { type Clock, now as clockNow, wallTime } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

/**
 * Every event that adds a job is a commit, and commits that wake the queue are made one after the other by PostgreSQL
 * (the lock on notifications), as are those for one customer (the lock on their job): so they go together.
 */
const store = batched(putEvents, { most: 50, patienceMs: 100 });

const OF_INTEREST: ReadonlySet<string> = new Set(EVENT_NAMES);

/**
 * Takes in what Stripe posts: verified, stored and enqueued before it is acknowledged. The same event again, also at
 * the same moment, changes nothing and is acknowledged too.
 * @throws AppError `invalid_signature` when it does not prove to be Stripe's, `invalid_input` when it is of the other
 * mode (a test event sent to a live set-up, or the reverse).
 */
export async function receiveStripeEvent(
  rawBody: string,
  signature: string | null,
  now: Clock = clockNow,
): Promise<{ id: string; isNew: boolean }> {
  const delivery = readDelivery(rawBody, signature);
  if (delivery.livemode !== env.stripe.livemode) {
    throw new AppError("invalid_input", `This is a ${delivery.livemode ? "live" : "test"} event, and our key is not.`);
  }
  const { isNew, ignoredBecause } = await takeIn(delivery, now);
  log.info("stripe_event.received", { id: delivery.id, type: delivery.type, isNew, ignoredBecause });
  return { id: delivery.id, isNew };
}

/** The same for an event that is known to be Stripe's, because Stripe listed it. */
export async function takeIn(
  delivery: Delivery,
  now: Clock = clockNow,
): Promise<{ isNew: boolean; ignoredBecause: string | null }> {
  const ignoredBecause = whyIgnored(delivery);
  const isNew = await store({
    ...delivery,
    ignoredBecause,
    warning: warningOf(delivery),
    job: ignoredBecause === null ? jobOf(delivery) : null,
    // Stripe's clock may be ahead of ours: nothing came in before it happened.
    receivedAt: new Date(Math.max(now().getTime(), delivery.createdAt.getTime())),
    touchedAt: wallTime(now),
  });
  return { isNew, ignoredBecause };
}

/** Where an event does not say whose it is, Stripe is asked first; not here, because the sender waits. */
function jobOf({ id, customerId }: Delivery) {
  return customerId === null ? identifyJob(id) : syncJob(customerId);
}

/** Why nothing is to be done about an event; null when something is. */
export function whyIgnored({ topic, customerId, askAt }: Delivery): string | null {
  if (!OF_INTEREST.has(topic)) return "Nothing here depends on events of this type.";
  if (customerId === null && askAt === null) return "The event names no customer.";
  return null;
}

/** Another version's payload is still a good hint; that the endpoint is not pinned is for the operator to mend. */
function warningOf({ apiVersion, isThin }: Delivery): string | null {
  if (isThin || apiVersion === API_VERSION) return null;
  return `Sent as of API version ${apiVersion ?? "unknown"}; the endpoint should be pinned to ${API_VERSION}.`;
}
