import type { Round } from "./admission";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { now, plusMs, DAY_MS } from "@/lib/platform/clock";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { putCycle } from "@/lib/usage/queries/cycles";
import { admit, settle } from "@/lib/usage/reservations";

/* Reserves and settles as fast as it goes, and tells whoever started it. */

const PERSONS = 1_000;
const GRANT_MICROS = 1_000_000_000_000n;
/** With the class that a plan bounds, so that its counter is moved too. */
const model = { ...modelById("parley-sage"), maxOutputTokens: 300 };
const use = { inputTokens: 250, cachedInputTokens: 0, outputTokens: 100, reasoningTokens: 0, estimated: false };
const charge = { use, costMicros: 1_313n };

type Held = { userId: string; sourceId: string };

await recordPrices();
const people: string[] = [];
while (people.length < PERSONS) people.push(...(await Promise.all(Array.from({ length: 8 }, aPerson))));
const one = people.slice(0, 1);

// Connections and plans are warm before anything counts, each of them: a plan is kept after six times.
await settled("", await admitted("", people, { count: 2_000, atOnce: 32 }), 32);
// The crowd comes first: a shared host gives less to who has been busy for long.
await settled(
  "1,000 persons: settle",
  await admitted("1,000 persons, 32 at once", people, { count: 15_000, atOnce: 32 }),
  32,
);
await settled(
  "one after the other: settle",
  await admitted("one after the other: admit", one, { count: 500, atOnce: 1 }),
  1,
);
await settled("one person: settle", await admitted("one person, 8 at once", one, { count: 3_000, atOnce: 8 }), 8);
await db.$disconnect();
process.disconnect?.();

async function aPerson(): Promise<string> {
  const id = newId();
  const at = now();
  await db.user.create({ data: { id, email: `${id}@parley.test` } });
  const period = { startsAt: plusMs(at, -DAY_MS), endsAt: plusMs(at, 30 * DAY_MS) };
  await putCycle({ userId: id, plan: "pro", period, grantMicros: GRANT_MICROS }, at);
  return id;
}

type Admitting = { count: number; atOnce: number };

async function admitted(what: string, whom: readonly string[], { count, atOnce }: Admitting): Promise<Held[]> {
  const all = Array.from({ length: count }, (_, at) => ({ userId: whom[at % whom.length] ?? "", sourceId: newId() }));
  await timed(what, all, atOnce, async ({ userId, sourceId }) => {
    const outcome = await admit(userId, { sourceId, model, promptTokens: 300 });
    return outcome.kind === "held";
  });
  return all;
}

async function settled(what: string, holds: readonly Held[], atOnce: number): Promise<void> {
  await timed(
    what,
    holds,
    atOnce,
    async ({ userId, sourceId }) => (await settle(userId, { sourceId, charge })) !== undefined,
  );
}

/** Works through a list, so many at once, and tells how it went. */
async function timed(what: string, all: readonly Held[], atOnce: number, work: (held: Held) => Promise<boolean>) {
  const round: Round = { what, count: all.length, failed: 0, tookMs: 0, timesMs: [] };
  const queue = all.values();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const held of queue) {
        const startedAt = performance.now();
        if (!(await work(held).catch(() => false))) round.failed += 1;
        round.timesMs.push(performance.now() - startedAt);
      }
    }),
  );
  round.tookMs = performance.now() - begun;
  // What is still on its way when the connection closes is lost.
  if (what !== "") await new Promise((resolve) => process.send?.(round, resolve));
}
