import { fork } from "node:child_process";
import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { ensurePrices } from "@/lib/billing/provision";
import { standingOf } from "@/lib/billing/standing";
import { countingProxy, type Tally } from "@/lib/billing/testing/counting-proxy";
import { type LifeName, LIVES, type Outcome, type Posted, workOff } from "@/lib/billing/testing/lives";
import type { Heard } from "@/lib/billing/testing/one-life";
import { customerOf, drain, eventsOf, pay, sign } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { env } from "@/lib/platform/env";
import { allJobs } from "@/lib/startup";
import { recordPrices } from "@/lib/usage/catalogue";

/*
 * A process does something for somebody, hears of it, and works it off. All its statements and all its calls to Stripe
 * pass proxies that number them. It is killed at each of those in turn, once the call is made and before its answer is
 * there; this process takes over, and the person presses again. `npm run test:deep` does all of them and prints how
 * many there are; other runs do one of each life, and print which.
 */

type Meeting = NonNullable<Tally["meeting"]>;

// oxlint-disable-next-line node/no-process-env -- set by `npm run test:deep` alone: how many points, not how they are judged
const TIMES = Number(process.env["FC_TIMES"] ?? 0);
/** All of them take an hour. */
const PATIENCE_MS = TIMES > 0 ? 90 * 60_000 : 60_000;
/** As often as that, every point is one. */
const ALL_OF_THEM = 10;

beforeAll(async () => {
  await ensurePrices();
  await recordPrices();
});

/** Somebody who lives through it. */
type Somebody = { name: LifeName; viewer: Viewer; customer: string | null; acknowledged: Set<string>; sinceS: number };

async function somebody(name: LifeName): Promise<Somebody> {
  const sinceS = Math.floor(Date.now() / 1_000) - 1;
  const viewer = await LIVES[name].before();
  const { stripeCustomerId: customer } = await db.user.findUniqueOrThrow({ where: { id: viewer.id } });
  return { name, viewer, customer, acknowledged: new Set(), sinceS };
}

/** Known from before, because who has left is nobody's customer. */
async function theirCustomer({ customer, viewer }: Somebody): Promise<string> {
  return customer ?? customerOf(viewer);
}

/** Runs a process until it is done or killed. Returns how much it asked. */
async function oneLife(one: Somebody, point?: Pick<Meeting, "at" | "side">): Promise<number> {
  const tally: Tally = { count: 0, meeting: undefined };
  const database = await countingProxy("postgres", new URL(env.database.url), tally);
  const payments = await countingProxy("http", new URL(env.stripe.apiBase), tally);
  const url = new URL(env.database.url);
  url.port = String(database.port);
  const child = fork("lib/billing/testing/one-life.ts", [one.name, JSON.stringify(one.viewer)], {
    execArgv: ["--import", "./scripts/typescript.mjs"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {
      // oxlint-disable-next-line node/no-process-env -- a process of ours lives in the same surroundings
      ...process.env,
      DATABASE_URL: url.href,
      DATABASE_POOL_MIN: "1",
      STRIPE_API_BASE: `http://127.0.0.1:${payments.port}`,
    },
  });
  const kill = () => child.kill("SIGKILL");
  if (point) tally.meeting = { ...point, act: kill };
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  child.on("message", (heard: Heard) => {
    if ("acknowledged" in heard) one.acknowledged.add(heard.acknowledged);
    if ("isDone" in heard) kill();
    if ("url" in heard) void outside(one, heard.url).then((posted) => child.connected && child.send(posted));
  });
  await new Promise((resolve) => child.once("close", resolve));
  for (const proxy of [database, payments]) proxy.close();
  expect(complaint).toBe("");
  return tally.count;
}

/** The person pays, where there is something to pay, and Stripe posts what was not acknowledged yet. */
async function outside(one: Somebody, url: string | null): Promise<Posted[]> {
  const { acknowledged, sinceS } = one;
  if (url !== null) await pay(url);
  const events = await eventsOf(await theirCustomer(one), sinceS);
  return events
    .filter(({ id }) => !acknowledged.has(id))
    .map((event) => JSON.stringify(event))
    .map((body) => ({ body, signature: sign(body) }));
}

/** The queue gives back what a dead worker held, which takes it hours. */
async function releaseJobs() {
  await db.$executeRaw`UPDATE graphile_worker._private_job_queues SET locked_at = NULL, locked_by = NULL`;
  await db.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL, run_at = '2000-01-01'`;
}

async function outcomeOf(one: Somebody): Promise<Outcome> {
  const { viewer, sinceS } = one;
  const { id: userId } = viewer;
  const made = await stripe.customers
    .list({ limit: 100, created: { gte: sinceS } })
    .autoPagingToArray({ limit: 10_000 });
  expect(made.filter(({ metadata }) => metadata["userId"] === userId)).toHaveLength(one.customer === null ? 1 : 0);
  const customer = await theirCustomer(one);
  const { data: subscriptions } = await stripe.subscriptions.list({
    customer,
    status: "all",
    expand: ["data.schedule"],
  });
  const { data: intents } = await stripe.paymentIntents.list({ customer });
  expect(intents.filter(({ status }) => status !== "succeeded")).toEqual([]);
  const { plan, state } = await standingOf(userId);
  const purses = await db.ledgerAccount.findMany({ where: { userId, kind: "allowance", plan: { not: "free" } } });
  const letters = await db.notification.findMany({ where: { OR: [{ userId }, { dedupeKey: { contains: userId } }] } });
  return {
    subscriptions: subscriptions.map((one) => {
      const planned = typeof one.schedule === "object" ? one.schedule?.phases.at(-1)?.metadata?.["plan"] : undefined;
      const key = one.items.data[0]?.price.lookup_key?.split("_")[1];
      return `${key} ${one.status}${one.cancel_at_period_end ? ", ends" : ""}${planned ? `, then ${planned}` : ""}`;
    }),
    payments: intents.length,
    stands: `${plan}, ${state}`,
    allowances: purses.map((purse) => purse.plan ?? "").toSorted(),
    trials: await db.trial.count({ where: { userId } }),
    letters: letters.map(({ template }) => template).toSorted(),
  };
}

/** Whatever was acknowledged is there, and all that is there is settled. */
async function expectNothingLost(one: Somebody) {
  const events = await db.stripeEvent.findMany({ where: { customerId: await theirCustomer(one) } });
  expect(events.map(({ id }) => id)).toEqual(expect.arrayContaining([...one.acknowledged]));
  expect(events.filter(({ status }) => status !== "applied" && status !== "ignored")).toEqual([]);
}

async function killedAt(name: LifeName, at: number): Promise<void> {
  const one = await somebody(name);
  await oneLife(one, { at, side: "after" });
  await releaseJobs();
  const url = await LIVES[name].press(one.viewer);
  await workOff(await outside(one, url), (id) => one.acknowledged.add(id));
  await drain(allJobs());
  await expectNothingLost(one);
  expect(await outcomeOf(one), `killed at call ${at}`).toEqual(LIVES[name].after);
}

/** Returns N. */
async function killedNowhere(name: LifeName): Promise<number> {
  const one = await somebody(name);
  const total = await oneLife(one);
  await expectNothingLost(one);
  expect(await outcomeOf(one), "killed nowhere").toEqual(LIVES[name].after);
  return total;
}

async function killedSomewhere(name: LifeName): Promise<void> {
  const at = 1 + Math.floor(Math.random() * LIVES[name].calls);
  console.log(`${name}: killed at call ${at}`);
  await killedAt(name, at);
}

/** At all of its calls, or at so many of them, spread over the way. */
async function killedEverywhere(name: LifeName): Promise<void> {
  const [total, step] = [await killedNowhere(name), Math.max(1, Math.round(ALL_OF_THEM / TIMES))];
  console.log(`${name}: N = ${total}, killed at every ${step}. of them`);
  expect(total).toBeGreaterThanOrEqual(LIVES[name].calls);
  for (let at = 1 + (total % step); at <= total; at += step) await killedAt(name, at);
}

const NAMES = Object.keys(LIVES) as LifeName[];

test.each(NAMES)("%s, and the process is killed on the way", { timeout: PATIENCE_MS }, async (name) => {
  await (TIMES === 0 ? killedSomewhere(name) : killedEverywhere(name));
  expect(await db.stripeEvent.count({ where: { status: "dead" } })).toBe(0);
});
