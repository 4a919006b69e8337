import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { findAdmins, findPerson } from "@/lib/identity/people";
import { notify } from "@/lib/notifications/outbox";
import { now as clockNow, type Clock } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { exactNumber, formatMicros } from "@/lib/platform/money";
import { dayOf } from "@/lib/usage/admission-bounds";
import { findBigSpenders, insertAlert, sumSpent } from "@/lib/usage/queries/spend";
import { CEILINGS, type Ceilings } from "@/lib/usage/rules";

const EVERYBODY = "all";
/** People that one run tells of at most; the next goes on. */
const TOLD_AT_MOST = 50;

type Near = { subject: string; spentMicros: bigint; ceilingMicros: bigint };

/**
 * Tells the operators which of the day's ceilings is near (80 %) or reached, each once a day: a letter to every admin,
 * and an error in the log. Returns how many it told of.
 */
export async function watchCeilings(now: Clock = clockNow, ceilings: Ceilings = CEILINGS): Promise<number> {
  let told = 0;
  for (const near of await findNear(ceilings, dayOf(now()))) if (await tellOnce(near, now)) told += 1;
  return told;
}

async function findNear({ personMicros, globalMicros }: Ceilings, day: string): Promise<Near[]> {
  const all = globalMicros === undefined ? 0n : await sumSpent(day);
  const people =
    personMicros === undefined
      ? []
      : await findBigSpenders(day, { fromMicros: shareOf(personMicros), limit: TOLD_AT_MOST });
  return [
    ...(globalMicros !== undefined && all >= shareOf(globalMicros)
      ? [{ subject: EVERYBODY, spentMicros: all, ceilingMicros: globalMicros }]
      : []),
    ...people.flatMap(({ userId, spentMicros }) =>
      personMicros === undefined ? [] : [{ subject: userId, spentMicros, ceilingMicros: personMicros }],
    ),
  ];
}

function shareOf(ceilingMicros: bigint): bigint {
  return (ceilingMicros * 4n + 4n) / 5n;
}

async function tellOnce(near: Near, now: Clock): Promise<boolean> {
  const { subject, spentMicros, ceilingMicros } = near;
  const isReached = !hasRoom(near);
  const day = dayOf(now());
  const isNews = await db.$transaction(async (tx) => {
    const isFirst = await insertAlert(tx, { day, subject, percent: isReached ? 100 : 80 }, now());
    if (isFirst) await writeLetters(tx, { ...near, isReached, day }, now);
    return isFirst;
  });
  const facts = { subject, day, spentMicros: exactNumber(spentMicros), ceilingMicros: exactNumber(ceilingMicros) };
  if (isNews) log.error(isReached ? "usage.ceiling_reached" : "usage.ceiling_near", undefined, facts);
  return isNews;
}

/** Nobody passes their ceiling, and its very end may cover no answer: with a thousandth left it counts as reached. */
function hasRoom({ spentMicros, ceilingMicros }: Near): boolean {
  return spentMicros * 1_000n < ceilingMicros * 999n;
}

type News = Near & { isReached: boolean; day: string };

async function writeLetters(tx: Tx, { subject, spentMicros, ceilingMicros, isReached, day }: News, now: Clock) {
  const who = subject === EVERYBODY ? undefined : ((await findPerson(subject))?.email ?? subject);
  const payload = {
    ...(who === undefined ? {} : { who }),
    isReached,
    spent: formatMicros(spentMicros),
    ceiling: formatMicros(ceilingMicros),
    day,
    pageUrl: `${env.appUrl}/admin/usage`,
  };
  for (const { id: userId, email: recipient } of await findAdmins(tx)) {
    const dedupeKey = `ceiling:${day}:${subject}:${isReached ? 100 : 80}:${userId}`;
    await notify(tx, { userId, template: "ceiling-near", recipient, payload, dedupeKey }, now);
  }
}
