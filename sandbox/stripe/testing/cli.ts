import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import type Stripe from "stripe";
import { judge } from "./judged";
import { openListener, openWorld, temporaryFolder, until } from "./test-world";

const run = promisify(execFile);
const CLI = cliProgram();
const KEY = "sk_test_1234567890";

/** Families of triggers about what this sandbox is not for. */
const ELSEWHERE =
  /^(cash_balance|customer_cash|identity|issuing|payment_link|payout|quote|reporting|tax_rate|topup|transfer|v1\.billing|account|application)/;

/** Triggers that are named after what they play, and not after the event. */
const MEANT: { [trigger: string]: string } = {
  "subscription.payment_failed": "invoice.payment_failed",
  "subscription.payment_succeeded": "invoice.payment_succeeded",
};

type Thing = { id: string; object: string; customer?: string };

/** Where the API gives a thing again; null where Stripe has no such route either. */
function homeOf({ id, object, customer = "" }: Thing): string | null {
  if (object === "card") return `customers/${customer}/sources/${id}`;
  return object in HOMES ? (HOMES[object]?.replace("*", id) ?? null) : `${object}s/${id}`;
}

const HOMES: { [object: string]: string | null } = {
  balance: "balance",
  "billing_portal.configuration": "billing_portal/configurations/*",
  "billing_portal.session": null,
  "checkout.session": "checkout/sessions/*",
  discount: null,
  invoiceitem: "invoiceitems/*",
  "test_helpers.test_clock": "test_helpers/test_clocks/*",
};

/** The CLI's triggers about customers, catalogue, billing, payments and time, in its own order. */
export async function listTriggers(): Promise<string[]> {
  const { stdout } = await stripe(["trigger", "--help"]);
  const lines = stdout.slice(stdout.indexOf("Supported events"), stdout.indexOf("Usage:")).split("\n");
  return lines.map((line) => line.trim()).filter((line) => /^[a-z][\w.]+\w$/.test(line) && !ELSEWHERE.test(line));
}

/**
 * Plays a trigger in a world of its own and says what is wrong with what came of
 * it; nothing when the named event was heard, signed and valid, and every thing
 * that was told of reads back as the last event about it told.
 */
export async function openStage(): Promise<(trigger: string) => Promise<string[]>> {
  const { stripe: sdk, url } = await openWorld();
  const listener = await openListener();
  const { secret = "" } = await sdk.webhookEndpoints.create({ url: listener.url, enabled_events: ["*"] });
  return async (trigger) => {
    const before = listener.heard.length;
    const complaint = await complaintOf(url, trigger);
    if (complaint) return [complaint];
    await until(async () => (await isStill(url)) && (await listed(url, "events?delivery_success=false")).length === 0);
    const heard = listener.heard.slice(before).map(({ body, headers }) => {
      sdk.webhooks.constructEvent(body, String(headers["stripe-signature"]), secret);
      return JSON.parse(body) as Stripe.Event;
    });
    const wanted = MEANT[trigger] ?? trigger;
    if (!heard.some(({ type }) => type === wanted)) return [`no ${wanted} was heard`];
    const read = (await lastOfEach(url, heard)).map((event) => differenceOf(url, event));
    return [...heard.flatMap((event) => judge.faultsOf(event)), ...(await Promise.all(read)).flat()];
  };
}

/** A clock moves on after the CLI was answered, and only then comes what the trigger is for. */
async function isStill(url: string): Promise<boolean> {
  const clocks = await listed<{ status: string }>(url, "test_helpers/test_clocks?limit=100");
  return clocks.every(({ status }) => status === "ready");
}

/** Not through the SDK, whose every reply is judged: what is only looked at over and over would be most of the work. */
async function listed<Listed = { id: string }>(url: string, path: string): Promise<Listed[]> {
  const response = await fetch(`${url}/v1/${path}`, { headers: { authorization: `Bearer ${KEY}` } });
  return ((await response.json()) as { data: Listed[] }).data;
}

async function complaintOf(url: string, trigger: string): Promise<string | null> {
  try {
    const { stdout, stderr } = await stripe(["trigger", trigger, "--api-base", url, "--api-key", KEY]);
    return /Trigger succeeded/.test(stdout + stderr) ? null : "the CLI did not say that it succeeded";
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr);
    return /"message": "([^"]*)"/.exec(said)?.[1] ?? said.slice(0, 300);
  }
}

/** Webhooks may overtake each other, so the order is the one the API gives. */
async function lastOfEach(url: string, events: Stripe.Event[]): Promise<Stripe.Event[]> {
  const newestFirst = (await listed(url, "events?limit=100")).map(({ id }) => id);
  const inOrder = events.toSorted((a, b) => newestFirst.indexOf(b.id) - newestFirst.indexOf(a.id));
  return [...new Map(inOrder.map((event) => [(event.data.object as Thing).id, event])).values()];
}

async function differenceOf(url: string, { type, data }: Stripe.Event): Promise<string[]> {
  const shown = data.object as Thing;
  const home = homeOf(shown);
  if (home === null) return [];
  const response = await fetch(`${url}/v1/${home}`, { headers: { authorization: `Bearer ${KEY}` } });
  const again = (await response.json()) as { deleted?: boolean };
  if (type.endsWith(".deleted") && (again.deleted || response.status === 404)) return [];
  return textOf(again) === textOf(shown) ? [] : [`${type}: ${shown.id} reads back otherwise`];
}

/** Stripe tells nobody when an invoice takes in an item that waited for it, when a coupon is used, and when a payment is to be less. */
function textOf(thing: object): string {
  const untold = { coupon: "times_redeemed", invoiceitem: "invoice", payment_intent: "amount" }[
    (thing as Thing).object
  ];
  return JSON.stringify(untold === undefined ? thing : { ...thing, [untold]: null });
}

/** With its telemetry on, the CLI now and then panics at its end: it may begin a message while it waits for the last one. */
async function stripe(args: string[]): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, HOME: temporaryFolder(), STRIPE_CLI_TELEMETRY_OPTOUT: "1" };
  return run(CLI, args, { env, timeout: 60_000 });
}

/** The program itself. What npm puts in its place starts another Node for it, which takes as long as the rest. */
function cliProgram(): string {
  const require = createRequire(import.meta.url);
  const platforms = require("@stripe/cli/platforms.json") as { [platform: string]: { pkg: string; bin: string } };
  const { pkg = "", bin = "" } = platforms[`${process.platform}-${process.arch}`] ?? {};
  return path.join(path.dirname(require.resolve(`${pkg}/package.json`)), "bin", bin);
}
