import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { cpuSeconds, median, peakMemoryMb, round } from "./figures";
import { call } from "./requests";
import { ask, aSubscriber, type Named, type Subscriber } from "./stripe-people";
import { atLeast, marked, type Row, type Section, spread } from "./table";

const CUSTOMERS = 10_000;
const YEARLINGS = 1_000;
const REQUESTS = 10_000;
const CLIENTS = 16;
const LEAST_PER_SECOND = 500;
const MOST_YEAR_S = 10;
const MOST_START_MS = 300;
const STARTS = 5;
const YEAR_S = 365 * 86_400;

/** The Stripe sandbox alone, as a process of its own on one core, asked over HTTP as the SDK asks. */
export async function benchStripeSandbox(): Promise<Section> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-stripe-"));
  try {
    const rows = [...(await manyCustomers(path.join(folder, "many"))), ...(await aYear(path.join(folder, "year")))];
    return { rows, faults: rows.flatMap(({ what, failed }) => (failed ? [`${what}: ${failed} requests failed`] : [])) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function manyCustomers(folder: string): Promise<Row[]> {
  const empty = await starts(folder, () => fs.rmSync(folder, { recursive: true, force: true }));
  const first = await startSandbox(folder);
  const price = await aPrice(first);
  const filling = await timed(first, CUSTOMERS, (i) => aSubscriber(first, price, i));
  const people = filling.results;
  const mix = await timed(first, REQUESTS, (i) => oneOfMany(first, people, i));
  const calm = await timed(first, 1_000, (i) => oneOfMany(first, people, i), 1);
  const memory = peakMemoryMb(first.pid);
  const before = await contents(first, people);
  await first.kill();
  const full = await starts(folder);
  const again = await startSandbox(folder);
  const isSame = (await contents(again, people)) === before;
  await again.kill();
  const perSecond = round(mix.perSecond, 0);
  const started = (what: string, { ownMs, allMs }: Starts): Row => ({
    what,
    "p50 ms": round(ownMs, 0),
    "with node and tsx ms": round(allMs, 0),
    ...marked(round(ownMs, 0), MOST_START_MS),
  });
  return [
    { what: "writes while it fills", "a second": round(2 * filling.perSecond, 0), failed: filling.failed },
    {
      what: `reads and writes among ${CUSTOMERS} customers, ${CLIENTS} at a time`,
      "a second": perSecond,
      ...spread(mix.times, 0.99),
      "longest ms": round(Math.max(...mix.times), 0),
      "cpu ms each": round(mix.cpuMs, 2),
      ...atLeast(perSecond, LEAST_PER_SECOND),
      failed: mix.failed,
    },
    { what: "the same, one at a time", "a second": round(calm.perSecond, 0), ...spread(calm.times, 0.99) },
    { what: "memory at most", MB: round(memory, 0) },
    { what: "journal", MB: round(fs.statSync(path.join(folder, "stripe", "world.journal")).size / 1024 / 1024, 0) },
    started("start with nothing kept", empty),
    started(`start after kill -9 with ${CUSTOMERS} customers`, full),
    { what: "what was acknowledged is there after kill -9", holds: isSame ? "yes" : "NO" },
  ];
}

async function aYear(folder: string): Promise<Row[]> {
  const sandbox = await startSandbox(folder);
  const price = await aPrice(sandbox);
  const filling = await timed(sandbox, YEARLINGS, (i) => aSubscriber(sandbox, price, i));
  const startedAt = performance.now();
  const { status, text } = await call({
    port: sandbox.port,
    path: "/_sandbox/clock",
    method: "POST",
    body: `advance_seconds=${YEAR_S}`,
  });
  const seconds = round((performance.now() - startedAt) / 1000, 1);
  await sandbox.kill();
  const { done = 0 } = JSON.parse(text) as { done?: number };
  return [
    {
      what: `a year over ${YEARLINGS} monthly subscriptions`,
      seconds,
      "things done": done,
      ...marked(seconds, MOST_YEAR_S),
      failed: filling.failed + (status === 200 ? 0 : 1),
    },
  ];
}

type Sandbox = { port: number; pid: number; kill: () => Promise<void> };
const TSX = ["--import", "tsx"];
/** With all of its threads. */
const ON_ONE_CORE = ["taskset", "-c", "0"];

async function startSandbox(folder: string, before: readonly string[] = ON_ONE_CORE): Promise<Sandbox> {
  const [command, ...args] = [...before, process.execPath, ...TSX, "sandbox/stripe/server.ts"];
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, SANDBOX_STRIPE_PORT: "0", SANDBOX_DATA_DIR: folder },
  });
  const port = Number(/:(\d+)\n/.exec(await firstWords(child))?.[1]);
  return { port, pid: child.pid ?? 0, kill: () => killed(child) };
}

function firstWords(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", (words: Buffer) => resolve(words.toString()));
    child.once("exit", (code) => reject(new Error(`The sandbox ended with ${code}`)));
  });
}

async function killed(child: ChildProcess): Promise<void> {
  child.removeAllListeners("exit");
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

type Starts = { ownMs: number; allMs: number };

/** From the command to the first answer; and the same without what node and tsx take for a program of one line. */
async function starts(folder: string, prepare = () => {}): Promise<Starts> {
  const [all, bare]: [number[], number[]] = [[], []];
  for (let i = 0; i < STARTS; i++) {
    prepare();
    const startedAt = performance.now();
    const sandbox = await startSandbox(folder, []);
    await call({ port: sandbox.port, path: "/_sandbox/health" });
    all.push(performance.now() - startedAt);
    await sandbox.kill();
    const bareAt = performance.now();
    const child = spawn(process.execPath, [...TSX, "bench/one-line.ts"], { stdio: "pipe" });
    await firstWords(child);
    bare.push(performance.now() - bareAt);
    await killed(child);
  }
  return { ownMs: median(all) - median(bare), allMs: median(all) };
}

type Timed<T> = {
  results: T[];
  times: number[];
  failed: number;
  perSecond: number;
  cpuMs: number;
};

/** `count` pieces of work, some at a time. Those that were not answered as they should are counted, not thrown. */
async function timed<T>(
  { pid }: Sandbox,
  count: number,
  work: (i: number) => Promise<T>,
  clients = CLIENTS,
): Promise<Timed<T>> {
  const outcome: Timed<T> = { results: [], times: [], failed: 0, perSecond: 0, cpuMs: 0 };
  const [startedAt, cpuBefore] = [performance.now(), cpuSeconds(pid)];
  let next = 0;
  const client = async () => {
    while (next < count) {
      const i = next++;
      const sentAt = performance.now();
      try {
        outcome.results[i] = await work(i);
      } catch {
        outcome.failed++;
      }
      outcome.times.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  outcome.perSecond = count / ((performance.now() - startedAt) / 1000);
  outcome.cpuMs = ((cpuSeconds(pid) - cpuBefore) * 1000) / count;
  return outcome;
}

async function aPrice(sandbox: Sandbox): Promise<string> {
  const { id } = await ask<Named>(sandbox, "POST", "products", "name=Pro");
  const price = `product=${id}&currency=usd&unit_amount=1900&recurring[interval]=month&lookup_key=pro`;
  return (await ask<Named>(sandbox, "POST", "prices", price)).id;
}

/** Twelve requests a billing product makes, three of them writing. Who is asked about jumps to and fro. */
async function oneOfMany(sandbox: Sandbox, people: Subscriber[], i: number): Promise<unknown> {
  const { customer = "", subscription = "" } = people[(i * 7_919) % people.length] ?? {};
  const requests: [method: string, route: string, body?: string][] = [
    ["GET", `customers/${customer}`],
    ["GET", `subscriptions/${subscription}?expand[0]=latest_invoice.payments`],
    ["GET", `subscriptions?customer=${customer}&status=all&limit=10`],
    ["GET", `invoices?customer=${customer}&limit=10`],
    ["POST", `customers/${customer}`, `metadata[turn]=${i}`],
    ["GET", "events?limit=20&type=invoice.paid"],
    ["GET", `customers?email=person${i % CUSTOMERS}%40example.test`],
    ["POST", `subscriptions/${subscription}`, `metadata[turn]=${i}`],
    ["GET", `customers?limit=20&starting_after=${customer}`],
    ["GET", "prices?lookup_keys[0]=pro"],
    [
      "POST",
      "payment_intents",
      `customer=${customer}&amount=500&currency=usd&payment_method=pm_card_visa&confirm=true&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never`,
    ],
    ["GET", "invoices?status=paid&limit=20"],
  ];
  const [method, route, body] = requests[i % requests.length] ?? ["GET", "customers"];
  return ask(sandbox, method, route, body);
}

/** What is there, as text, of some people and of the newest events. */
async function contents(sandbox: Sandbox, people: Subscriber[]): Promise<string> {
  const some = people.filter((_person, i) => i % 997 === 0);
  const parts = await Promise.all([
    ask(sandbox, "GET", "events?limit=100"),
    ...some.map(({ customer }) => ask(sandbox, "GET", `customers/${customer}`)),
    ...some.map(({ subscription }) => ask(sandbox, "GET", `subscriptions/${subscription}?expand[0]=latest_invoice`)),
  ]);
  return JSON.stringify(parts);
}
