import "server-only";
import { API_VERSION } from "@/lib/adapters/payments/connection";
import { listUndelivered } from "@/lib/adapters/payments/listing";
import { type Reach, reachAccount } from "@/lib/adapters/payments/reach";
import { accountChanges, type Installation } from "@/lib/billing/provision";
import { type Clock, MINUTE_MS, now as clockNow, SECOND_MS, wallTime } from "@/lib/platform/clock";

/** One thing that was looked at. A fault says how to mend it. */
export type Finding = { what: string; mend: string | null };

export type Patient = Installation & {
  secretKey: string;
  webhookSecret: string;
  /** Whether the key is one of live mode. */
  livemode: boolean;
};

/** Stripe's signatures are refused after five minutes; this leaves room for their way here. */
const SKEW_MS = 2 * MINUTE_MS;
const APPLY = "npm run stripe:apply";

/**
 * Looks a set-up over from end to end: the key and its mode, the version, our clock, the products, prices and portal,
 * the webhook endpoint and its secret, and events that wait. Changes nothing.
 */
export async function diagnose(patient: Patient, now: Clock = clockNow, reach = reachAccount): Promise<Finding[]> {
  const reached = await reach();
  const first = [
    keyFinding(patient),
    ...reachFindings(reached, patient, now),
    addressFinding(patient),
    secretFinding(patient),
  ];
  if (reached.state !== "reached") return first;
  return [...first, ...(await accountFindings(patient)), await eventsFinding()];
}

function keyFinding({ secretKey, isReal }: Patient): Finding {
  const kind = /^(sk|rk)_(test|live)_/u.exec(secretKey);
  if (kind === null) {
    return fault(
      "The key is none of Stripe's secret keys.",
      "set STRIPE_SECRET_KEY to one that begins with sk_ or rk_",
    );
  }
  return fine(isReal ? `The key is a ${kind[2] === "live" ? "live" : "test"} key.` : "The key is the sandbox's.");
}

function reachFindings(reach: Reach, { livemode }: Patient, now: Clock): Finding[] {
  if (reach.state !== "reached") {
    return [
      reach.state === "refused"
        ? fault(`Stripe refuses the key: ${reach.reason}`, "take a key from the dashboard, under Developers, API keys")
        : fault(
            `Stripe can not be reached: ${reach.reason}`,
            "look at the network, at STRIPE_API_BASE, at status.stripe.com",
          ),
    ];
  }
  return [
    reach.livemode === livemode
      ? fine(`The account answers in ${livemode ? "live" : "test"} mode.`)
      : fault(
          `The account answers in ${reach.livemode ? "live" : "test"} mode, the key says otherwise.`,
          "set another STRIPE_SECRET_KEY",
        ),
    reach.apiVersion === API_VERSION
      ? fine(`API version ${API_VERSION} is spoken.`)
      : fault(
          `Stripe answers in API version ${reach.apiVersion ?? "unknown"}, not ${API_VERSION}.`,
          "look at what stands between Stripe and here",
        ),
    skewFinding(reach.at, now),
  ];
}

function skewFinding(at: Date | null, now: Clock): Finding {
  if (at === null) return fault("Stripe did not tell the time.", "look at what stands between Stripe and here");
  const skewMs = wallTime(now).getTime() - at.getTime();
  if (Math.abs(skewMs) <= SKEW_MS) return fine("Our clock and Stripe's agree.");
  const seconds = Math.round(Math.abs(skewMs) / SECOND_MS);
  return fault(
    `Our clock is ${seconds} seconds ${skewMs > 0 ? "ahead of" : "behind"} Stripe's: its signatures may be refused.`,
    "let NTP set this machine's clock",
  );
}

function addressFinding({ appUrl, isReal }: Patient): Finding {
  if (appUrl.startsWith("https://") || !isReal) return fine(`Stripe can post events to ${appUrl}.`);
  return fault(
    `Stripe posts events to https:// only, and APP_URL is ${appUrl}.`,
    "set APP_URL to the address people use",
  );
}

function secretFinding({ webhookSecret, isReal, knowsSecret }: Patient): Finding {
  if (!isReal) return fine("The signing secret is the sandbox's.");
  if (!knowsSecret)
    return fault("The signing secret is not set: no event is believed.", `${APPLY}, and keep what it prints`);
  if (webhookSecret.startsWith("whsec_")) return fine("The signing secret is set.");
  return fault("STRIPE_WEBHOOK_SECRET is no signing secret.", "set it to the endpoint's own, which begins with whsec_");
}

/** Products, prices, portal, and the endpoint's address, version, events and switch. */
async function accountFindings(patient: Patient): Promise<Finding[]> {
  const changes = await accountChanges(patient);
  if (changes.length === 0) return [fine("Products, prices, portal and webhook endpoint are as they should be.")];
  return changes.map(({ what }) => fault(`The account differs: ${what}`, APPLY));
}

async function eventsFinding(): Promise<Finding> {
  const { items, next } = await listUndelivered(null, null);
  if (items.length === 0) return fine("No event waits to be delivered.");
  const many = next === null ? String(items.length) : `more than ${items.length}`;
  const word = items.length === 1 ? "event has" : "events have";
  return fault(
    `${many} ${word} not been delivered.`,
    "“Check now” on the page of events fetches them; then look at why",
  );
}

function fine(what: string): Finding {
  return { what, mend: null };
}

function fault(what: string, mend: string): Finding {
  return { what, mend };
}
