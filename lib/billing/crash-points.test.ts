import { fork } from "node:child_process";
import { beforeAll, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { ensurePrices } from "@/lib/billing/provision";
import { standingOf } from "@/lib/billing/standing";
import { countingProxy, type Tally } from "@/lib/billing/testing/counting-proxy";
import { type Posted, wantedPage, workOff } from "@/lib/billing/testing/a-life";
import type { Heard } from "@/lib/billing/testing/one-life";
import { aPerson, customerOf, drain, eventsOf, pay, sign } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { env } from "@/lib/platform/env";
import { sha256 } from "@/lib/platform/ids";
import { allJobs } from "@/lib/startup";
import { recordPrices } from "@/lib/usage/catalogue";

/*
 * A process subscribes somebody, hears of it, and works it off. Everything it asks of the database and of Stripe passes
 * a proxy that counts. It is killed at each of those calls in turn, before the call or after it with the answer lost;
 * this one takes over. `npm run test:deep` does all of them, other runs a few.
 */

beforeAll(async () => {
  await ensurePrices();
  await recordPrices();
});

type Meeting = NonNullable<Tally["meeting"]>;
type Point = Pick<Meeting, "at" | "side">;

// oxlint-disable-next-line node/no-process-env -- set by `npm run test:deep` alone: how many points, not how they are judged
const isDeep = Boolean(process.env["FC_TIMES"]);
/** All of them take a quarter of an hour. */
const PATIENCE_MS = isDeep ? 60 * 60_000 : 90_000;

/** Runs a process until it is done or killed. Returns how much it asked. */
async function oneLife(viewer: Viewer, acknowledged: Set<string>, point?: Point): Promise<number> {
  const tally: Tally = { count: 0, meeting: undefined };
  const database = await countingProxy("postgres", new URL(env.database.url), tally);
  const payments = await countingProxy("http", new URL(env.stripe.apiBase), tally);
  const url = new URL(env.database.url);
  url.port = String(database.port);
  const child = fork("lib/billing/testing/one-life.ts", [JSON.stringify(viewer)], {
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
    if ("acknowledged" in heard) acknowledged.add(heard.acknowledged);
    if ("isDone" in heard) kill();
    if ("url" in heard) {
      void outside(viewer, heard.url, acknowledged).then((posted) => child.connected && child.send(posted));
    }
  });
  await new Promise((resolve) => child.once("close", resolve));
  for (const proxy of [database, payments]) proxy.close();
  expect(complaint).toBe("");
  return tally.count;
}

/** The person pays, where there is something to pay, and Stripe posts what was not acknowledged yet. */
async function outside(viewer: Viewer, url: string | null, acknowledged: Set<string>): Promise<Posted[]> {
  if (url !== null) await pay(url);
  const events = await eventsOf(await customerOf(viewer));
  return events
    .filter(({ id }) => !acknowledged.has(id))
    .map((event) => JSON.stringify(event))
    .map((body) => ({ body, signature: sign(body) }));
}

/** Somebody who had their trial, so that there is a payment. */
async function aBuyer(): Promise<Viewer> {
  const person = await aPerson();
  const trial = { subscriptionId: `sub_${person.id}`, userId: person.id, startedAt: new Date() };
  await db.trial.create({ data: { ...trial, mailboxHash: sha256(person.email) } });
  return person;
}

/** The queue gives back what a dead worker held, which takes it hours. */
async function releaseJobs() {
  await db.$executeRaw`UPDATE graphile_worker._private_job_queues SET locked_at = NULL, locked_by = NULL`;
  await db.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = NULL, locked_by = NULL, run_at = '2000-01-01'`;
}

async function expectOneOfEach(viewer: Viewer, acknowledged: Set<string>) {
  const where = { userId: viewer.id };
  const customers = await stripe.customers.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
  expect(customers.filter(({ metadata }) => metadata["userId"] === viewer.id)).toHaveLength(1);
  const customer = await customerOf(viewer);
  const { data: subscriptions } = await stripe.subscriptions.list({ customer, status: "all" });
  expect(subscriptions.map(({ status }) => status)).toEqual(["active"]);
  const { data: intents } = await stripe.paymentIntents.list({ customer });
  expect(intents.map(({ status }) => status)).toEqual(["succeeded"]);
  const events = await db.stripeEvent.findMany({ where: { customerId: customer } });
  expect(events.map(({ id }) => id).toSorted()).toEqual([...acknowledged].toSorted());
  expect(events.filter(({ status }) => status !== "applied" && status !== "ignored")).toEqual([]);
  expect(await standingOf(viewer.id)).toMatchObject({ plan: "pro", state: "active" });
  expect(await db.ledgerAccount.count({ where: { ...where, kind: "allowance", plan: "pro" } })).toBe(1);
  const letters = await db.notification.findMany({ where });
  expect(new Set(letters.map(({ template }) => template)).size).toBe(letters.length);
}

async function killedAt(point: Point) {
  const [viewer, acknowledged] = [await aBuyer(), new Set<string>()];
  await oneLife(viewer, acknowledged, point);
  await releaseJobs();
  const posted = await outside(viewer, await wantedPage(viewer), acknowledged);
  await workOff(posted, (id) => acknowledged.add(id));
  await drain(allJobs());
  await expectOneOfEach(viewer, acknowledged);
  return true;
}

/** Every one of them, both ways, or so many spread over the way. */
function pointsOf(total: number, few: number): Point[] {
  const all = Array.from({ length: total * 2 }, (_, n): Point => {
    return { at: Math.floor(n / 2) + 1, side: n % 2 === 0 ? "before" : "after" };
  });
  if (isDeep) return all;
  const step = Math.floor(all.length / few) | 1;
  const first = Math.floor(Math.random() * step);
  return all.filter((_, n) => n % step === first);
}

test("a process that is killed at any call leaves nothing lost, and nothing twice", {
  timeout: PATIENCE_MS,
}, async () => {
  const [viewer, acknowledged] = [await aBuyer(), new Set<string>()];
  const total = await oneLife(viewer, acknowledged);
  await expectOneOfEach(viewer, acknowledged);
  const points = pointsOf(total, 3);
  console.log(
    `${total} calls; killed at ${isDeep ? "all of them" : points.map(({ at, side }) => `${side} ${at}`).join(", ")}`,
  );
  for (const point of points) expect(await killedAt(point), `killed ${point.side} call ${point.at}`).toBe(true);
});
