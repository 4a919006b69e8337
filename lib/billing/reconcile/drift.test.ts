import { beforeAll, describe, expect, test } from "vitest";
import { readAccount } from "@/lib/adapters/payments/account";
import { stripe as payments } from "@/lib/adapters/payments/connection";
import { type Listing, listing } from "@/lib/adapters/payments/listing";
import { projectAccount } from "@/lib/billing/projection";
import { ensurePrices } from "@/lib/billing/provision";
import { DUE_OFFSETS } from "@/lib/billing/dunning/due-offsets";
import { confirmRows } from "@/lib/billing/queries/confirm";
import { FOLDED, MIRRORS } from "@/lib/billing/queries/drift";
import { reconcileHealth } from "@/lib/billing/reconcile/health";
import { reconcileNow } from "@/lib/billing/reconcile/schedule";
import { syncCustomer } from "@/lib/billing/sync";
import { aPerson, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db, Prisma } from "@/lib/db/client";
import { HOUR_MS, now, plusMs } from "@/lib/platform/clock";

/*
 * Each column that the sync writes is corrupted in turn. The columns are those of the projection, so that one that is
 * added to it is tried here too.
 */

type Table = (typeof MIRRORS)[number];
const PLACES: Partial<Record<Table, string[]>> = { subscriptions: ["is_primary", "is_duplicate"] };

await ensurePrices();
const person = await aPerson();
const other = await aPerson();
const customerId = await makeCustomer(person);
await subscribeAtStripe(customerId);
const { id: primary } = await subscribeAtStripe(customerId, { plan: "enterprise", interval: "year" });
await pauseAtStripe(primary);
await buyCreditsAtStripe(customerId);
const account = await readAccount(customerId, async () => ({ subscriptionIds: [], openInvoiceIds: [] }));
const projected = projectAccount(account, { userId: person.id, customerId, syncedAt: new Date(0) });
const CASES = MIRRORS.map((table): [Table, string[]] => {
  const written = Object.keys(projected[FOLDED[table]][0] ?? {});
  return [table, [...written.filter((name) => name !== "id" && name !== "synced_at"), ...(PLACES[table] ?? [])]];
});

/** What no check of the table refuses, and no row here has; other columns take a value by their type. */
const VALUES: Record<string, string> = {
  user_id: `'${other.id}'`,
  currency: "'jpy'",
  interval: "'week'",
  planned_interval: "'week'",
  current_period_end: "'2050-02-02Z'",
  paused_until: "'2050-02-02Z'",
  expires_at: "'2050-02-02Z'",
  card_last4: "'0000'",
  last4: "'0000'",
  amount_minor: "999999",
  received_minor: "1",
  exp_month: "11",
};
const BY_TYPE: Record<string, (column: string) => string> = {
  text: () => "'else'",
  bigint: (column) => `"${column}" + 1`,
  integer: () => "77",
  boolean: (column) => `NOT "${column}"`,
  "timestamp with time zone": () => "'2020-02-02Z'",
};

beforeAll(() => syncCustomer(customerId));

async function pauseAtStripe(id: string) {
  await payments.subscriptions.update(id, {
    pause_collection: { behavior: "void" },
    metadata: { pausedFrom: "1900000000", pausedUntil: "1910000000" },
  });
}

async function buyCreditsAtStripe(customer: string) {
  await payments.paymentIntents.create({
    customer,
    amount: 500,
    currency: "usd",
    payment_method: "pm_card_visa",
    confirm: true,
    return_url: "http://localhost/back",
    metadata: { kind: "credits", creditMicros: "3000000", termDays: "365", pack: "small" },
  });
}

/** What Stripe listed first: our customer stands still there, and the world that all tests share is large and grows. */
function listedOnce(): Listing {
  const pages = new Map<string, ReturnType<Listing["listPage"]>>();
  return {
    ...listing,
    listPage: (kind, after) => {
      const key = `${kind} ${after}`;
      const page = pages.get(key) ?? listing.listPage(kind, after);
      pages.set(key, page);
      return page;
    },
    listUndelivered: () => Promise.resolve({ items: [], next: null }),
  };
}
const stripe = listedOnce();

async function reconcile() {
  await reconcileNow(null, now, stripe);
  return db.reconcileRun.findFirstOrThrow({ orderBy: { startedAt: "desc" }, include: { findings: true } });
}

function isConfirmed(): Promise<boolean> {
  const due = { offsets: DUE_OFFSETS, now: now() };
  const events = { eventIds: [], at: now(), touchedAt: now() };
  return db.$transaction((tx) => confirmRows(tx, { userId: person.id, customerId, rows: projected, due, events }));
}

async function dump(table: Table) {
  return db.$queryRaw`SELECT to_jsonb(t) - 'synced_at' - 'updated_at' - 'created_at' AS facts
    FROM ${Prisma.raw(table)} t ORDER BY id`;
}

async function wrongValue(table: Table, column: string): Promise<string> {
  const [found] = await db.$queryRaw<{ type: string }[]>`
    SELECT data_type AS type FROM information_schema.columns WHERE table_name = ${table} AND column_name = ${column}`;
  return VALUES[column] ?? BY_TYPE[found?.type ?? ""]?.(column) ?? "NULL";
}

test("a copy that is as Stripe has it is confirmed", async () => {
  expect(await isConfirmed()).toBe(true);
});

test("a copy that is as Stripe has it drifts nowhere, and nothing of the comparison is kept", async () => {
  expect(await reconcile()).toMatchObject({ status: "complete", drift: 0, repaired: 0, checked: 1, total: 1 });
  expect(await db.reconcileCopy.count()).toBe(0);
});

/** What a table has that is no copy of anything. */
const OURS = ["id", "synced_at", "created_at", "updated_at"];

describe.each(CASES)("in %s", (table, columns) => {
  test("every column that PostgreSQL knows is a copy, and tried below", async () => {
    const catalogue = await db.$queryRaw<{ name: string }[]>`
      SELECT column_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = ${table}`;
    expect([...columns, ...OURS].toSorted()).toEqual(catalogue.map(({ name }) => name).toSorted());
  });

  test.each(columns)("a corrupted %s is drift, and as it was after one run", async (column) => {
    const before = await dump(table);
    const [target] = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM ${Prisma.raw(table)} ORDER BY ${Prisma.raw(PLACES[table]?.[0] ?? "id")} DESC, id LIMIT 1`;
    const wrong = await wrongValue(table, column);
    await db.$executeRaw`UPDATE ${Prisma.raw(table)} SET ${Prisma.raw(`"${column}" = ${wrong}`)} WHERE id = ${target!.id}`;
    expect(await dump(table)).not.toEqual(before);
    // News of the customer would not take it for what Stripe has either; places are made of rows that are the same.
    expect(await isConfirmed()).toBe(PLACES[table]?.includes(column) ?? false);
    const run = await reconcile();
    expect(run).toMatchObject({ status: "complete", drift: 1, repaired: 1 });
    const finding = { subject: table, rowId: target!.id, columns: expect.arrayContaining([column]) as unknown };
    expect(run.findings).toContainEqual(expect.objectContaining(finding));
    expect(await dump(table)).toEqual(before);
  });

  test("rows that were lost come back", async () => {
    const before = await dump(table);
    await db.$executeRaw`DELETE FROM ${Prisma.raw(table)}`;
    expect(await reconcile()).toMatchObject({ drift: 1, repaired: 1 });
    expect(await dump(table)).toEqual(before);
  });

  test("after that there is no drift", async () => {
    expect(await reconcile()).toMatchObject({ status: "complete", drift: 0, repaired: 0 });
  });
});

test("a row that Stripe never had is told, and stays drift until somebody looks", async () => {
  const [row] = await db.payment.findMany();
  await db.payment.create({ data: { ...row!, id: "pi_invented" } });
  const run = await reconcile();
  expect(run).toMatchObject({ drift: 1, repaired: 0 });
  expect(run.findings).toMatchObject([{ subject: "payments", rowId: "pi_invented", repaired: false }]);
  await db.payment.delete({ where: { id: "pi_invented" } });
});

test("a draft that was deleted at Stripe leaves here too", async () => {
  const [row] = await db.invoice.findMany();
  await db.invoice.create({ data: { ...row!, id: "in_deleted", status: "draft" } });
  expect(await reconcile()).toMatchObject({ drift: 1, repaired: 1 });
  expect(await db.invoice.count({ where: { id: "in_deleted" } })).toBe(0);
});

test("a run that was skipped shows, however clean the last one was", async () => {
  await reconcile();
  expect(await reconcileHealth()).toMatchObject({ state: "clean", drift: 0 });
  expect(await reconcileHealth(() => plusMs(now(), 2 * HOUR_MS))).toMatchObject({ state: "stale" });
});
