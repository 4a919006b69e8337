import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import { v7 } from "uuid";
import { peakMemoryMb, percentile, round } from "./figures";
import { inDatabase, signedInPeople } from "./people";
import { flood, steady } from "./requests";
import { FULL_SIZE, seedBilling } from "./seed-billing";
import type { RunAlone } from "./reconcile-alone";
import { aSubscriber, ask, type Named, type Stripe, type Subscriber } from "./stripe-people";
import { marked, type Row, type Section, spread } from "./table";
import { signedEvent } from "./web";
import type { World } from "./world";

const CUSTOMERS = 10_000;
const FILLERS = 16;
const ADMIN_CALLS = 200;
const MOST_ADMIN_MS = 150;
const MOST_RECONCILE_S = 120;
const MOST_RECONCILE_MB = 300;
const HEAP_MB = 112;
const MOST_APPLIED_MS = 1_000;
const SECONDS = 20;
const RATES = [50, 100] as const;
const PATIENCE_MS = 15 * 60_000;

/**
 * With ten thousand customers at Stripe and here: a run of reconcile that finds nothing, and how soon an event is applied.
 * Then the admin's page over a copy of a hundred thousand subscriptions.
 */
export async function benchBilling(world: World): Promise<Section> {
  return inDatabase(world.databaseUrl, async (client) => {
    const customers = await fillStripe(world, client);
    const rows = await reconcileTwice(world, client);
    const faults: string[] = [];
    for (const perSecond of RATES) {
      const { row, fault } = await applied(world, client, { customers, perSecond });
      rows.push(row);
      if (fault !== undefined) faults.push(fault);
    }
    await seedBilling(client, FULL_SIZE);
    return { rows: [...rows, ...(await adminPages(world, client))], faults };
  });
}

/** Nobody is told of what happens meanwhile, and the copy begins after it. */
async function fillStripe({ stripePort }: World, client: Client): Promise<string[]> {
  const stripe: Stripe = { port: stripePort };
  const { data: endpoints } = await ask<{ data: Named[] }>(stripe, "GET", "webhook_endpoints?limit=100");
  for (const { id } of endpoints) await ask(stripe, "POST", `webhook_endpoints/${id}`, "disabled=true");
  const prices = await ask<{ data: Named[] }>(stripe, "GET", "prices?lookup_keys[0]=parley_pro_month");
  const price = prices.data[0]?.id ?? "";
  const people: Subscriber[] = [];
  let next = 0;
  const filler = async () => {
    while (next < CUSTOMERS) people.push(await aSubscriber(stripe, price, next++));
  };
  await Promise.all(Array.from({ length: FILLERS }, filler));
  for (const { id } of endpoints) await ask(stripe, "POST", `webhook_endpoints/${id}`, "disabled=false");
  const customers = people.map(({ customer }) => customer);
  await client.query(
    `INSERT INTO users (id, email, email_verified_at, stripe_customer_id)
     SELECT gen_random_uuid(), 'at-stripe-' || n || '@parley.test', now(), customer
     FROM unnest($1::text[]) WITH ORDINALITY people (customer, n)`,
    [customers],
  );
  return customers;
}

/** The first copies everybody; the second has nothing to do but to look. */
async function reconcileTwice(world: World, client: Client): Promise<Row[]> {
  await client.query(
    `INSERT INTO reconcile_runs (id, status, step, events_until, started_at, touched_at, finished_at)
     VALUES ($1, 'complete', 'done', now() + interval '1 second', now(), now(), now())`,
    [v7()],
  );
  const first = await reconcile(client);
  const second = await reconcile(client);
  const serving = round(peakMemoryMb(world.appPid), 0);
  const alone = await reconcileAlone(world);
  const [seconds, memory] = [round(alone.seconds, 1), round(alone.memoryMb, 0)];
  return [
    { what: `reconcile that copies ${CUSTOMERS} customers`, seconds: first.seconds, drift: first.drift },
    {
      what: `reconcile of ${CUSTOMERS} customers, as they should be`,
      seconds: second.seconds,
      drift: second.drift,
      ...marked(second.seconds, MOST_RECONCILE_S),
    },
    {
      what: `… in a process that does nothing else, with a heap of ${HEAP_MB} MB`,
      seconds,
      ...marked(seconds, MOST_RECONCILE_S),
    },
    {
      what: "… the memory of that process at most",
      MB: memory,
      ...marked(memory, MOST_RECONCILE_MB),
    },
    { what: "… in the serving process, after all of that: its memory at most", MB: serving },
  ];
}

/** With a heap that is bounded: without, V8 takes what there is before it collects, and that says nothing of the need. */
function reconcileAlone({ databaseUrl, stripePort }: World): Promise<RunAlone> {
  const child = fork("bench/reconcile-alone.ts", [], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`, "--import", "./scripts/typescript.mjs"],
    env: {
      ...process.env,
      PARLEY_MODE: "sandbox",
      DATABASE_URL: databaseUrl,
      SANDBOX_STRIPE_PORT: String(stripePort),
      LOG_LEVEL: "error",
    },
  });
  return new Promise((resolve, reject) => {
    child.once("message", (run) => resolve(run as RunAlone));
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`It ended with ${code}`)));
  });
}

/** As if the last run were long over, so that another is due. */
const HOURS_AGO = `UPDATE reconcile_runs SET started_at = started_at - interval '2 hours',
  touched_at = touched_at - interval '2 hours', finished_at = finished_at - interval '2 hours'`;

async function reconcile(client: Client): Promise<{ seconds: number; drift: number }> {
  // The product may have begun one by itself, as it does every hour.
  await untilNoneRuns(client);
  await client.query(HOURS_AGO);
  await client.query("SELECT graphile_worker.add_job('billing.reconcile-when-due')");
  await untilNoneRuns(client, 1);
  const { rows } = await client.query<{ drift: number; status: string; seconds: string }>(
    `SELECT drift, status, extract(epoch FROM finished_at - started_at) AS seconds FROM reconcile_runs
     WHERE started_at > now() - interval '1 hour' ORDER BY started_at DESC LIMIT 1`,
  );
  const [run] = rows;
  if (run?.status !== "complete") throw new Error("Reconcile failed");
  return { seconds: round(Number(run.seconds), 1), drift: run.drift };
}

/** Until no run is under way, and at least so many have begun within the hour. */
async function untilNoneRuns(client: Client, least = 0): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { rows } = await client.query<{ running: number; recent: number }>(
      `SELECT count(*) FILTER (WHERE status = 'running')::int AS running,
         count(*) FILTER (WHERE started_at > now() - interval '1 hour')::int AS recent FROM reconcile_runs`,
    );
    if (rows[0]?.running === 0 && rows[0].recent >= least) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("Reconcile did not end");
}

type Stream = { customers: readonly string[]; perSecond: number };

/** Each event is of another customer, so each is a sync of its own: its calls to Stripe, and what it writes. */
async function applied({ appPort, webhookSecret }: World, client: Client, { customers, perSecond }: Stream) {
  const mark = `evt_bench${randomUUID().slice(0, 8)}`;
  const { failures } = await steady(perSecond, SECONDS, (index) => {
    const customer = customers[(index * 7) % customers.length] ?? "";
    return signedEvent(appPort, webhookSecret, { id: `${mark}${index}`, customer });
  });
  const waiting = await countWaiting(client, mark);
  const deadline = Date.now() + PATIENCE_MS;
  while ((await countWaiting(client, mark)) > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const { rows } = await client.query<{ ms: string }>(
    `SELECT extract(epoch FROM applied_at - received_at) * 1000 AS ms FROM stripe_events
     WHERE id LIKE $1 AND status = 'applied' ORDER BY received_at`,
    [`${mark}%`],
  );
  const times = rows.map(({ ms }) => Number(ms));
  const worst = round(percentile(times, 0.99), 0);
  const row: Row = {
    what: `events applied at ${perSecond}/s, from their arrival`,
    ...spread(times, 0.99),
    "waiting at the end": waiting,
    ...(perSecond === RATES[0]
      ? marked(worst, MOST_APPLIED_MS)
      : { mark: "no backlog", holds: waiting > perSecond ? "NO" : "yes" }),
  };
  const lost = perSecond * SECONDS - times.length;
  return { row, fault: lost + failures.length > 0 ? `${lost} events were not applied` : undefined };
}

async function countWaiting(client: Client, mark: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM stripe_events WHERE id LIKE $1 AND status = 'received'",
    [`${mark}%`],
  );
  return rows[0]?.count ?? 0;
}

async function adminPages({ appPort, databaseUrl }: World, client: Client): Promise<Row[]> {
  const [admin] = await signedInPeople(databaseUrl, 1);
  await client.query("UPDATE users SET role = 'admin' WHERE id = $1", [admin?.id]);
  await untilFolded(client);
  const rows: Row[] = [];
  for (const path of ["/admin/billing", "/admin/customers", "/admin/events"]) {
    const visit = () => ({ port: appPort, path, headers: { cookie: admin?.cookie ?? "" } });
    await flood(10, 1, visit);
    const { times, failures } = await flood(ADMIN_CALLS, 1, visit);
    const worst = round(percentile(times, 0.99), 0);
    rows.push({
      what: `GET ${path}, ${FULL_SIZE.subscriptions} subscriptions, ${FULL_SIZE.invoices} invoices`,
      ...spread(times, 0.99),
      ...marked(worst, MOST_ADMIN_MS),
      failed: failures.length,
    });
  }
  return rows;
}

/** The sums are folded within the minute, and swept as autovacuum would within the next: a million rows came at once. */
async function untilFolded(client: Client): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { rows } = await client.query<{ count: number }>("SELECT count(*)::int AS count FROM billing_sums");
    if ((rows[0]?.count ?? 0) < FULL_SIZE.subscriptions / 2) {
      await client.query("VACUUM ANALYZE billing_sums, subscription_tallies");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error("The sums were never folded");
}
