import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { expect, onTestFinished } from "vitest";
import type { SandboxOptions, StripeSandbox } from "../sandbox";
import { faultsOfAnswer } from "./judged";
import { judgedSandbox } from "./judged-sandbox";

export type TestWorld = {
  sandbox: StripeSandbox;
  url: string;
  stripe: Stripe;
  dataDir: string;
  /** Moves the world's clock on. */
  advance: (seconds: number) => Promise<void>;
  /** All events so far, oldest first, as `type` or, with a filter, whole. */
  eventTypes: () => Promise<string[]>;
  events: (type: string) => Promise<Stripe.Event[]>;
};

/** A sandbox of its own on a free port. All it answers and tells is judged by the SDK's own types. */
export async function openWorld(options: Partial<SandboxOptions> = {}): Promise<TestWorld> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const sandbox = await judgedSandbox({ port: 0, seed: "test", dataDir, ...options });
  onTestFinished(() => sandbox.close());
  const stripe = sdkFor(sandbox.url);
  const events = async (type?: string) => {
    const all: Stripe.Event[] = [];
    for await (const event of stripe.events.list({ limit: 100, ...(type ? { type } : {}) })) all.push(event);
    return all.toReversed();
  };
  return {
    sandbox,
    url: sandbox.url,
    stripe,
    dataDir,
    advance: async (seconds) => {
      const body = `advance_seconds=${seconds}`;
      const response = await fetch(`${sandbox.url}/_sandbox/clock`, { method: "POST", body });
      expect(response.status).toBe(200);
    },
    eventTypes: async () => (await events()).map((event) => event.type),
    events,
  };
}

export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stripe-sandbox-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The real SDK, without retries of its own. */
export function sdkFor(url: string, httpClient?: Stripe.HttpClient): Stripe {
  const { hostname, port } = new URL(url);
  const where = { host: hostname, port: Number(port), protocol: "http" } as const;
  const through = httpClient ? { httpClient } : {};
  return new Stripe("sk_test_sandbox_tests", { ...where, ...through, maxNetworkRetries: 0 });
}

/** The same for a sandbox in another process: here, what it hears is judged, when the test is over. */
export function judgingSdkFor(url: string): Stripe {
  const faults: string[] = [];
  onTestFinished(() => expect(faults).toEqual([]));
  const wire = Stripe.createNodeHttpClient();
  const makeRequest: typeof wire.makeRequest = async (...request) => {
    const response = await wire.makeRequest(...request);
    const read = response.toJSON.bind(response);
    response.toJSON = async () => {
      const reply: unknown = await read();
      faults.push(...faultsOfAnswer(request[2], response.getStatusCode(), reply));
      return reply;
    };
    return response;
  };
  return sdkFor(url, { makeRequest, getClientName: () => wire.getClientName() });
}

export type Heard = { headers: http.IncomingHttpHeaders; body: string };

/** A webhook listener that answers with the given statuses in turn, then 200. */
export async function openListener(statuses: number[] = [], headers: http.OutgoingHttpHeaders = {}) {
  const heard: Heard[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const status = statuses[heard.length] ?? 200;
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, heard, close };
}

export type Catalog = { product: Stripe.Product; monthly: Stripe.Price; yearly: Stripe.Price };

export async function makeCatalog(stripe: Stripe): Promise<Catalog> {
  const product = await stripe.products.create({ name: "Pro" });
  const [monthly, yearly] = [
    await stripe.prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: 1900,
      recurring: { interval: "month" },
      lookup_key: "pro_month",
    }),
    await stripe.prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: 19_000,
      recurring: { interval: "year" },
      lookup_key: "pro_year",
    }),
  ];
  return { product, monthly, yearly };
}

/** A customer with a card on file that is charged by default. */
export async function makePayer(stripe: Stripe, card = "pm_card_visa"): Promise<Stripe.Customer> {
  return stripe.customers.create({
    email: "payer@example.test",
    payment_method: card,
    invoice_settings: { default_payment_method: card },
  });
}

/** The error a call is refused with; fails if it is not. */
export async function refusalOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Stripe.errors.StripeError);
  return outcome as Stripe.errors.StripeError;
}

export async function postForm(url: string, fields: { [name: string]: string }): Promise<Response> {
  return fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
}

export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(isSo, { timeout: 20_000, interval: 25 }).toBe(true);
}
