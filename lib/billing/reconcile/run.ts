import "server-only";
import {
  LISTED,
  type Listed,
  type ListedKind,
  type ListedPage,
  type Listing,
  listing,
} from "@/lib/adapters/payments/listing";
import { takeIn } from "@/lib/billing/inbox";
import {
  advance,
  closeRun,
  countCustomers,
  dropRunsBefore,
  type Finding,
  findCustomers,
  findLastRun,
  findOpenRun,
  insertFindings,
  type OpenRun,
  putCopies,
  STEPS,
  type Step,
} from "@/lib/billing/queries/reconcile-runs";
import { differencesOf } from "@/lib/billing/reconcile/compare";
import { listedAccounts } from "@/lib/billing/reconcile/listed-accounts";
import { repair } from "@/lib/billing/reconcile/repair";
import { whyFailed } from "@/lib/billing/why-failed";
import { db, isDatabaseAway } from "@/lib/db/client";
import { type Clock, DAY_MS, HOUR_MS, MINUTE_MS, now as clockNow, plusMs, wallTime } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";

/** Who works on a run gives a sign at each page; without one for so long, somebody else goes on. */
const LEASE_MS = 3 * MINUTE_MS;
/** So many customers are in memory at a time. */
const BATCH = 50;
/** Fewer than may sync at a time, so that news of others go on being applied. */
const REPAIRED_AT_ONCE = 3;
/** Stripe's clock and ours may differ, and an event that was taken in twice is stored once. */
const OVERLAP_MS = HOUR_MS;
/** More than anybody reads; the count goes on. */
const FINDINGS_KEPT = 1_000;
const RUNS_KEPT_MS = 90 * DAY_MS;

/**
 * Works on a run from where it stands to its end: asks for events that did not reach us, lists everything Stripe has,
 * and compares each of our customers with it. A run that fails says why; nothing is thrown, except when our own
 * database is away: then it is left to whoever finds it abandoned.
 */
export async function workOnRun(runId: string, now: Clock = clockNow, stripe: Listing = listing): Promise<void> {
  try {
    while (await doPage(runId, now, stripe));
    await dropRunsBefore(plusMs(wallTime(now), -RUNS_KEPT_MS));
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    await closeRun(runId, whyFailed(error), wallTime(now));
    log.warn("reconcile.failed", { runId, summary: whyFailed(error) });
  }
}

/** Whether nobody has given a sign of work on it for a while. */
export function isAbandoned({ touchedAt }: Pick<OpenRun, "touchedAt">, now: Clock): boolean {
  return wallTime(now).getTime() - touchedAt.getTime() > LEASE_MS;
}

/** One page of a run; false when it is over, or somebody else's. */
async function doPage(runId: string, now: Clock, stripe: Listing): Promise<boolean> {
  const run = await findOpenRun();
  if (run?.id !== runId) return false;
  if (run.step === "events") return fetchEvents(run, now, stripe);
  const kind = LISTED.find((each) => each === run.step);
  return kind === undefined
    ? compareSome(run, now)
    : copyPage(run, await stripe.listPage(kind, run.cursor), { kind, now });
}

/** What is missing goes through the inbox, as if it had just been posted. */
async function fetchEvents(run: OpenRun, now: Clock, stripe: Listing): Promise<boolean> {
  const until = (await findLastRun("complete"))?.eventsUntil ?? null;
  const since = until === null ? null : plusMs(until < now() ? until : now(), -OVERLAP_MS);
  const { items, next } = await stripe.listUndelivered(since, run.cursor);
  let eventsFound = 0;
  for (const event of items) {
    const { isNew, ignoredBecause } = await takeIn(event, now);
    if (isNew && ignoredBecause === null) eventsFound += 1;
  }
  return advance(db, run, progress("events", next, now), { eventsFound });
}

async function copyPage(
  run: OpenRun,
  { items, next }: ListedPage<Listed>,
  { kind, now }: { kind: ListedKind; now: Clock },
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const at = progress(kind, next, now);
    const total = at.step === "comparing" ? await countCustomers() : 0;
    if (!(await advance(tx, run, at, { total }))) return false;
    await putCopies(tx, { runId: run.id, kind, copies: items });
    return true;
  });
}

async function compareSome(run: OpenRun, now: Clock): Promise<boolean> {
  const customers = await findCustomers(run.cursor, BATCH);
  const last = customers.at(-1);
  if (last === undefined) {
    await closeRun(run.id, null, wallTime(now));
    return false;
  }
  const { listed, unlisted } = await listedAccounts(run.id, customers);
  const seem = new Set((await differencesOf(listed)).map(({ customerId }) => customerId));
  const owners = new Set(unlisted.map(({ customerId }) => customerId));
  const suspects = customers.filter(({ customerId }) => seem.has(customerId) || owners.has(customerId));
  const findings: Finding[][] = [];
  for (let from = 0; from < suspects.length; from += REPAIRED_AT_ONCE) {
    const some = suspects.slice(from, from + REPAIRED_AT_ONCE);
    findings.push(...(await Promise.all(some.map((suspect) => repair(suspect, now)))));
  }
  return note(run, { checked: customers.length, cursor: last.customerId, findings }, now);
}

type Batch = { checked: number; cursor: string; findings: readonly Finding[][] };

async function note(run: OpenRun, { checked, cursor, findings }: Batch, now: Clock): Promise<boolean> {
  const drifted = findings.filter((one) => one.length > 0);
  const repaired = drifted.filter((one) => one.every((each) => each.repaired));
  const counts = { checked, drift: drifted.length, repaired: repaired.length };
  return db.$transaction(async (tx) => {
    const at = wallTime(now);
    if (!(await advance(tx, run, { step: "comparing", cursor, at }, counts))) return false;
    if (run.drift < FINDINGS_KEPT) await insertFindings(tx, run.id, drifted.flat(), at);
    return true;
  });
}

/** On to the next page, or to the next step. */
function progress(step: Step, next: string | null, now: Clock) {
  const following = STEPS[STEPS.indexOf(step) + 1] ?? step;
  return { step: next === null ? following : step, cursor: next, at: wallTime(now) };
}
