import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import type { Delivery } from "../store/wire";
import { openListener, openWorld, until } from "../testing/test-world";

const PATIENCE_MS = 10_000;
const TRIES = 11;

afterEach(() => void vi.useRealTimers());

type Target = { url: string; heard: () => number };

async function aServer(answer: http.RequestListener): Promise<Target> {
  let heard = 0;
  const server = http.createServer((request, response) => {
    heard++;
    answer(request.resume(), response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, heard: () => heard };
}

/** Nobody listens there any more. */
async function down(): Promise<Target> {
  const { url, close } = await openListener();
  await close();
  return { url, heard: () => 0 };
}

/** Takes the event and says nothing. */
const silent = () => aServer(() => {});

/** Says 200, and never comes to an end. */
const endless = () => aServer((_, response) => void response.writeHead(200).write("one moment"));

const elsewhere = async (): Promise<Target> => ({ url: "http://192.0.2.1/hook", heard: () => 0 });

async function redirecting(): Promise<Target> {
  const other = await aServer((_, response) => void response.end());
  const { url } = await aServer((_, response) => void response.writeHead(307, { location: other.url }).end());
  // What counts is whether the redirect is followed.
  return { url, heard: other.heard };
}

test.each([
  ["is down", down, { status: null, error: /ECONNREFUSED/ }, 0],
  ["is slow to answer", silent, { status: null, error: /^No answer within 10 seconds$/ }, TRIES],
  ["is slow to finish", endless, { status: null, error: /^(?!null)./ }, TRIES],
  ["redirects", redirecting, { status: 307, error: /^null$/ }, 0],
  ["is not this machine", elsewhere, { status: null, error: /^Refused: this sandbox posts to loopback/ }, 0],
])("a target that %s is on record as failed, at each try and in the end", async (_, open, wanted, heard) => {
  const { stripe, url, advance } = await openWorld();
  const target = await open();
  await stripe.webhookEndpoints.create({ url: target.url, enabled_events: ["customer.created"] });
  // The machine's own clock stands still, so that nobody has to wait for a slow one.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { id } = await stripe.customers.create();
  const delivery = async () => {
    const reply = await fetch(`${url}/_sandbox/deliveries`);
    return ((await reply.json()) as { deliveries: Delivery[] }).deliveries[0]!;
  };
  for (let tries = 1; tries <= TRIES; tries++) {
    await until(async () => {
      const isHeard = heard > 0 && target.heard() === tries;
      if (isHeard) vi.advanceTimersByTime(PATIENCE_MS);
      return (await delivery()).attempts.length === tries;
    });
    expect((await delivery()).state).toBe(tries < TRIES ? "pending" : "failed");
    await advance(31 * 3_600);
  }
  const { state, attempts, nextAttemptAtMs } = await delivery();
  expect([state, nextAttemptAtMs, attempts.length, target.heard()]).toEqual(["failed", null, TRIES, heard]);
  for (const { status, error } of attempts) {
    expect([status, String(error)]).toEqual([wanted.status, expect.stringMatching(wanted.error)]);
  }
  const [event] = (await stripe.events.list({ delivery_success: false, type: "customer.created" })).data;
  expect(event).toMatchObject({ pending_webhooks: 1, data: { object: { id } } });
});
