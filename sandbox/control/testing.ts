import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import Stripe from "stripe";
import type { Running } from "../http/listen";
import { quickSandbox } from "../openai/testing";
import { createClock } from "../stripe/clock";
import type { StripeSandbox } from "../stripe/sandbox";
import { judgedSandbox } from "../stripe/testing/judged-sandbox";
import { startControlSandbox } from "./sandbox";

/** 1 March 2027, noon UTC. The machine stands still there; only the world's clock moves. */
export const START_S = Date.UTC(2027, 2, 1, 12) / 1000;
export const DAY_S = 86_400;

export type Site = {
  control: Running;
  sandbox: StripeSandbox;
  openai: Running;
  stripe: Stripe;
  close: () => Promise<void>;
  /** The page at this place, followed as a browser would; `words`: without its markup. */
  open: (at: string) => Promise<Shown>;
  /** As a browser without scripts sends a form. */
  press: (at: string, fields?: Record<string, string>, headers?: Record<string, string>) => Promise<Shown>;
};
export type Shown = { status: number; at: string; html: string; words: string; policy: string };

/** The control page beside a Stripe and an OpenAI sandbox, all on free ports, with the real SDK to fill the world. */
export async function openSite(): Promise<Site> {
  const folder = mkdtempSync(path.join(tmpdir(), "control-"));
  const clock = createClock(() => START_S * 1000);
  const sandbox = await judgedSandbox({ port: 0, dataDir: path.join(folder, "stripe"), clock });
  const openai = await quickSandbox();
  const neighbours = { appUrl: "http://localhost:3000", stripeUrl: sandbox.url, openaiUrl: openai.url };
  const control = await startControlSandbox({ port: 0, dataDir: path.join(folder, "control"), neighbours });
  const { hostname, port } = new URL(sandbox.url);
  const stripe = new Stripe("sk_test_control_tests", { host: hostname, port: Number(port), protocol: "http" });
  return {
    control,
    sandbox,
    openai,
    stripe,
    ...browserAt(control),
    close: async () => {
      await Promise.all([control.close(), openai.close(), sandbox.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Opens pages and presses buttons of a control page. */
export function browserAt({ url }: Running): Pick<Site, "open" | "press"> {
  return {
    open: async (at) => shownBy(await fetch(url + at, { headers: { accept: "text/html" } })),
    press: async (at, fields = {}, headers = {}) =>
      shownBy(
        await fetch(url + at, {
          method: "POST",
          body: new URLSearchParams(fields),
          headers: { accept: "text/html", ...headers },
        }),
      ),
  };
}

async function shownBy(response: Response): Promise<Shown> {
  const html = await response.text();
  const { pathname, search } = new URL(response.url);
  const policy = response.headers.get("content-security-policy") ?? "";
  return { status: response.status, at: pathname + search, html, words: wordsIn(html), policy };
}

/** What a person reads, in one line; tags are gaps. */
export function wordsIn(html: string): string {
  const body = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
  const bare = body
    .replaceAll(/<[^>]*>/gu, " ")
    .replaceAll(/&#(\d+);/gu, (_, code) => String.fromCharCode(Number(code)));
  return bare
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/ ([.,;:])/gu, "$1")
    .trim();
}

/** A shop with one plan, and people who buy it. */
export async function aShop(stripe: Stripe) {
  const product = await stripe.products.create({ name: "Pro" });
  const price = await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount: 1900,
    recurring: { interval: "month" },
  });
  return {
    price: price.id,
    /** A subscriber of this name with this card. */
    sell: async (name: string, { card = "pm_card_visa", trialDays = 0 } = {}) => {
      const { id } = await stripe.customers.create({
        name,
        email: `${name.toLowerCase().replaceAll(/[^a-z]/gu, "")}@example.test`,
        payment_method: card,
        invoice_settings: { default_payment_method: card },
      });
      const trial = trialDays > 0 ? { trial_period_days: trialDays } : {};
      await stripe.subscriptions.create({ customer: id, items: [{ price: price.id }], ...trial });
      return id;
    },
  };
}

/** A webhook endpoint that answers as it is told, and counts what it hears. */
export async function anEndpoint(
  stripe: Stripe,
  enabled_events: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = ["*"],
) {
  const heard: string[] = [];
  let answer = { status: 200, body: '{"received":true}' };
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (text: Buffer) => (body += text.toString("utf8")));
    request.on("end", () => {
      heard.push((JSON.parse(body) as { type: string }).type);
      response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/hook`;
  const { id } = await stripe.webhookEndpoints.create({ url, enabled_events });
  return {
    id,
    url,
    heard,
    answer: (status: number, body: string) => (answer = { status, body }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
