import { beforeEach, expect, test } from "vitest";
import { reconcileHealth, reconcileHistory } from "@/lib/billing/reconcile/health";
import { db, type Prisma } from "@/lib/db/client";
import { MINUTE_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";

const NOW = new Date("2026-11-21T12:00:00Z");
const now = () => NOW;
const ago = (minutes: number) => plusMs(NOW, -minutes * MINUTE_MS);

beforeEach(async () => {
  await db.reconcileRun.deleteMany();
});

async function aRun(minutes: number, wish: Partial<Prisma.ReconcileRunCreateInput> = {}) {
  const at = ago(minutes);
  const id = newId();
  await db.reconcileRun.create({
    data: { id, step: "comparing", status: "complete", startedAt: at, touchedAt: at, finishedAt: at, ...wish },
  });
  return id;
}

test("before the first run nothing is claimed", async () => {
  expect(await reconcileHealth(now)).toMatchObject({ state: "never", ageMs: null, error: null, progress: null });
});

test("a run that found nothing is clean, and says how long ago", async () => {
  await aRun(12);
  expect(await reconcileHealth(now)).toMatchObject({ state: "clean", drift: 0, ageMs: 12 * MINUTE_MS });
});

test("drift is told also where it was repaired", async () => {
  await aRun(12, { drift: 2, repaired: 1 });
  expect(await reconcileHealth(now)).toMatchObject({ state: "drift", drift: 2, repaired: 1 });
});

test.each([
  [79, "clean"],
  [81, "stale"],
])("a last run of %i minutes ago is %s, because one is due each hour", async (minutes, state) => {
  await aRun(minutes);
  expect(await reconcileHealth(now)).toMatchObject({ state });
});

test("a failure since the last good run is what counts, and keeps its figures", async () => {
  await aRun(30, { drift: 1, repaired: 1 });
  await aRun(5, { status: "failed", error: "No answer" });
  expect(await reconcileHealth(now)).toMatchObject({ state: "failed", error: "No answer", ageMs: 30 * MINUTE_MS });
});

test("a failure before the last good run is over", async () => {
  await aRun(30, { status: "failed", error: "No answer" });
  await aRun(5);
  expect(await reconcileHealth(now)).toMatchObject({ state: "clean", error: null });
});

test("a run that is under way tells how far it is", async () => {
  await aRun(60);
  await aRun(1, { status: "running", finishedAt: null, checked: 50, total: 200 });
  expect(await reconcileHealth(now)).toMatchObject({ state: "running", progress: { checked: 50, total: 200 } });
});

test("the history has the newest runs and findings first, and no more than can be read", async () => {
  for (let minutes = 12; minutes > 0; minutes -= 1) await aRun(minutes);
  const runId = await aRun(0);
  await db.reconcileFinding.createMany({
    data: Array.from({ length: 30 }, (_, index) => ({
      id: newId(),
      runId,
      customerId: `cus_${index}`,
      subject: "invoices",
      rowId: `in_${index}`,
      columns: ["status"],
      repaired: true,
      createdAt: NOW,
    })),
  });
  const { runs, findings } = await reconcileHistory();
  expect(runs).toHaveLength(10);
  expect(runs[0]?.id).toBe(runId);
  expect(findings).toHaveLength(25);
});
