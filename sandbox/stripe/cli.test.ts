import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type Stripe from "stripe";
import { expect, test } from "vitest";
import { judgeFaults, openListener, openWorld, temporaryFolder, until } from "./testing/test-world";

const run = promisify(execFile);
const CLI = path.resolve(import.meta.dirname, "../../node_modules/.bin/stripe");

/** Where the API gives the object of an event again. */
const HOMES: { [object: string]: string } = {
  "checkout.session": "checkout/sessions",
  invoiceitem: "invoiceitems",
};

type Thing = { id: string; object: string };

async function trigger(url: string, event: string): Promise<string> {
  const { stdout, stderr } = await run(CLI, ["trigger", event, "--api-base", url, "--api-key", "sk_test_1234567890"], {
    env: { ...process.env, HOME: temporaryFolder() },
    timeout: 60_000,
  });
  return stdout + stderr;
}

async function readAgain(url: string, { id, object }: Thing): Promise<unknown> {
  const home = HOMES[object] ?? `${object}s`;
  const response = await fetch(`${url}/v1/${home}/${id}`, { headers: { authorization: "Bearer sk_test_1234567890" } });
  expect(response.status).toBe(200);
  return response.json();
}

test.each([
  "customer.created",
  "product.created",
  "price.created",
  "customer.subscription.created",
  "invoice.paid",
  "checkout.session.completed",
  "customer.subscription.deleted",
  "invoice.payment_failed",
  "charge.refunded",
  "payment_intent.succeeded",
  "setup_intent.succeeded",
])("stripe trigger %s succeeds, and its event is heard, signed, valid and true", async (wanted) => {
  const { stripe, url } = await openWorld();
  const listener = await openListener();
  const { secret } = await stripe.webhookEndpoints.create({ url: listener.url, enabled_events: ["*"] });
  expect(await trigger(url, wanted)).toMatch(/Trigger succeeded/);

  const sent = (await stripe.events.list({ limit: 100 })).data.length;
  await until(() => listener.heard.length === sent);
  const heard = listener.heard.map(({ body, headers }) => {
    const signature = String(headers["stripe-signature"]);
    expect(judgeFaults(JSON.parse(body))).toEqual([]);
    return {
      event: stripe.webhooks.constructEvent(body, signature, secret ?? ""),
      raw: JSON.parse(body) as Stripe.Event,
    };
  });
  const named = heard.find(({ event }) => event.type === wanted);
  expect(named?.event).toMatchObject({ api_version: "2026-10-28.endive", livemode: false });
  const shown: unknown = named?.raw.data.object;
  expect(await readAgain(url, shown as Thing)).toEqual(shown);
});
