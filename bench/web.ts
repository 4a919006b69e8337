import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { percentile, round } from "./figures";
import { signedInPeople } from "./people";
import { call, flood, steady } from "./requests";
import { marked, type Row, type Section, spread } from "./table";
import type { World } from "./world";

const PAGE_CALLS = 200;
const MOST_DASHBOARD_MS = 40;
const PAGES = ["/api/health", "/chat", "/billing", "/pricing"] as const;

/** How long each page takes when it is warm, one request at a time, as somebody signed in. */
export async function benchPages({ appPort, databaseUrl }: World): Promise<Section> {
  const [person] = await signedInPeople(databaseUrl, 1);
  const headers = { cookie: person?.cookie ?? "" };
  const rows: Row[] = [];
  for (const path of PAGES) {
    for (let warm = 0; warm < 10; warm += 1) await call({ port: appPort, path, headers });
    const { times, failures } = await flood(PAGE_CALLS, 1, () => ({ port: appPort, path, headers }));
    const mark = path === "/billing" ? marked(round(percentile(times, 0.99), 2), MOST_DASHBOARD_MS) : {};
    rows.push({ what: `GET ${path}`, ...spread(times, 0.99), ...mark, failed: failures.length });
  }
  return { rows };
}

/** The first ones find everything cold: a second of them says nothing of the next hour. */
const WARM_EVENTS = 1_000;
const FLOOD_EVENTS = 4_000;
const STEADY_PER_SECOND = 200;
const STEADY_SECONDS = 10;
const LEAST_PER_SECOND = 500;
const MOST_CALM_MS = 40;

/** Signed events of a customer nobody knows: what is measured is verify, store, enqueue, acknowledge. */
export async function benchWebhook({ appPort, webhookSecret }: World): Promise<Section> {
  const warm = await flood(WARM_EVENTS, 16, () => signedEvent(appPort, webhookSecret));
  const most = await flood(FLOOD_EVENTS, 16, () => signedEvent(appPort, webhookSecret));
  const calm = await steady(STEADY_PER_SECOND, STEADY_SECONDS, () => signedEvent(appPort, webhookSecret));
  const failed = [...warm.failures, ...most.failures, ...calm.failures].length;
  return {
    rows: [
      {
        what: "webhook, as fast as it goes",
        "a second": round(most.perSecond, 0),
        ...spread(most.times, 0.99),
        mark: `>= ${LEAST_PER_SECOND}`,
        holds: most.perSecond >= LEAST_PER_SECOND ? "yes" : "NO",
      },
      {
        what: `webhook, ${STEADY_PER_SECOND}/s`,
        ...spread(calm.times, 0.99),
        ...marked(round(percentile(calm.times, 0.99), 2), MOST_CALM_MS),
      },
    ],
    faults: failed === 0 ? [] : [`${failed} webhooks were refused`],
  };
}

const stripe = new Stripe("sk_test_bench");

/** Stripe's word that a customer changed; without one, a customer whom nobody knows. */
export function signedEvent(
  port: number,
  secret: string,
  { id = `evt_bench${randomUUID().replaceAll("-", "")}`, customer = "cus_bench" } = {},
) {
  const payload = JSON.stringify({
    id,
    object: "event",
    api_version: Stripe.API_VERSION,
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: customer, object: "customer" } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: "customer.updated",
  });
  const signature = stripe.webhooks.generateTestHeaderString({ payload, secret });
  return {
    port,
    path: "/api/webhooks/stripe",
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": signature },
    body: payload,
  };
}
