import "server-only";
import { API_VERSION } from "@/lib/adapters/payments/connection";
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  EVENT_NAMES,
  listWebhookEndpoints,
  updateWebhookEndpoint,
  type WebhookEndpoint,
} from "@/lib/adapters/payments/webhook-endpoint";
import { type Change, change } from "@/lib/billing/provision-change";

/**
 * What it takes for Stripe to post what we need to `url`, in the version this program is written for. An endpoint's
 * secret (STRIPE_WEBHOOK_SECRET) is told only when it is made: who has lost it says `knowsSecret: false`, and gets a new
 * endpoint in place of the old.
 */
export async function webhookChanges(url: string, { knowsSecret }: { knowsSecret: boolean }): Promise<Change[]> {
  const ours = (await listWebhookEndpoints()).filter((endpoint) => endpoint.url === url);
  if (ours.length === 0) return [{ what: `+ webhook endpoint ${url}`, make: () => replaceBy(url, []) }];
  const kept = ours.find(({ apiVersion }) => apiVersion === API_VERSION);
  if (kept === undefined) {
    const versions = ours.map(({ apiVersion }) => apiVersion ?? "the account's own").join(", ");
    return [
      {
        what: `~ webhook endpoint ${url}: its version is ${versions}, not ${API_VERSION}; a new one takes its place`,
        make: () => replaceBy(url, ours),
      },
    ];
  }
  if (!knowsSecret) {
    return [
      {
        what: `~ webhook endpoint ${url}: its secret is not known here; a new one takes its place`,
        make: () => replaceBy(url, ours),
      },
    ];
  }
  return mendings(kept);
}

function mendings({ id, url, isEnabled, events }: WebhookEndpoint): Change[] {
  const missing = events.includes("*") ? [] : EVENT_NAMES.filter((name) => !events.includes(name));
  if (isEnabled && missing.length === 0) return [];
  const wrong = [isEnabled ? [] : ["is switched off"], missing.length === 0 ? [] : [`misses ${missing.join(", ")}`]];
  const what = `~ webhook endpoint ${url}: ${wrong.flat().join(", ")}`;
  return [change(what, () => updateWebhookEndpoint(id, EVENT_NAMES))];
}

/** An endpoint's version can not be changed. The old ones go last, so that no event falls between the two. */
async function replaceBy(url: string, old: readonly WebhookEndpoint[]): Promise<string | undefined> {
  const made = await createWebhookEndpoint(url, EVENT_NAMES);
  for (const { id } of old) await deleteWebhookEndpoint(id);
  return made.secret;
}
