import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { watchCeilings } from "@/lib/usage/ceiling-watch";
import { reserve, settle } from "@/lib/usage/reservations";
import { aPurse, chargeOf, NOW } from "@/lib/usage/testing/purses";

const swift = modelById("parley-swift");
const NONE = { personMicros: undefined, globalMicros: undefined };
/** Each test has a day of its own. */
const dayAt = (days: number) => () => plusMs(NOW, days * DAY_MS);

beforeAll(async () => {
  await recordPrices();
  for (const name of ["ada", "bo"])
    await db.user.create({ data: { id: newId(), email: `${name}@parley.test`, role: "admin" } });
  await db.user.create({ data: { id: newId(), email: "left@parley.test", role: "admin", closedAt: NOW } });
});

async function use(userId: string, micros: bigint, at: () => Date): Promise<void> {
  const sourceId = newId();
  await reserve(userId, { sourceId, model: swift, promptTokens: 0 }, at);
  await settle(userId, { sourceId, charge: chargeOf(micros) }, at);
}

const letters = (day: string) =>
  db.notification.findMany({
    where: { template: "ceiling-near", payload: { path: ["day"], equals: day } },
    orderBy: { recipient: "asc" },
  });

test("everybody's ceiling is told to each admin at 80 % and when it is reached, once each a day", async () => {
  const at = dayAt(1);
  const userId = await aPurse(200_000n);
  const ceilings = { ...NONE, globalMicros: 10_000n };
  await use(userId, 7_999n, at);
  expect(await watchCeilings(at, ceilings)).toBe(0);
  await use(userId, 1n, at);
  expect(await watchCeilings(at, ceilings)).toBe(1);
  expect(await watchCeilings(at, ceilings)).toBe(0);
  await use(userId, 2_000n, at);
  const told = await Promise.all([1, 2, 3].map(() => watchCeilings(at, ceilings)));
  expect(told.filter((count) => count > 0)).toEqual([1]);
  const sent = await letters("2026-11-11");
  expect(sent.map(({ recipient }) => recipient)).toEqual(
    ["ada", "ada", "bo", "bo"].map((name) => `${name}@parley.test`),
  );
  expect(sent[0]?.payload).toMatchObject({ spent: "$0.008", ceiling: "$0.01" });
});

test("a person's is told with a way to their page but not by their name, and the next day anew", async () => {
  const userId = await aPurse(200_000n);
  const ceilings = { ...NONE, personMicros: 5_000n };
  for (const days of [2, 3]) {
    await use(await aPurse(200_000n), 3_000n, dayAt(days));
    await use(userId, 5_000n, dayAt(days));
    expect(await watchCeilings(dayAt(days), ceilings)).toBe(1);
  }
  const [letter] = await letters("2026-11-12");
  expect(letter?.payload).toMatchObject({ isPersons: true, isReached: true });
  expect(JSON.stringify(letter?.payload)).toContain(`/admin/customers/${userId}`);
  expect(JSON.stringify(letter?.payload)).not.toContain("@");
  expect(await letters("2026-11-13")).toHaveLength(2);
});

test("more people than one run tells of are told of by the next", async () => {
  for (let count = 0; count < 52; count += 1) await use(await aPurse(200_000n), 4_500n, dayAt(5));
  const ceilings = { ...NONE, personMicros: 5_000n };
  expect(await watchCeilings(dayAt(5), ceilings)).toBe(50);
  expect(await watchCeilings(dayAt(5), ceilings)).toBe(2);
  expect(await watchCeilings(dayAt(5), ceilings)).toBe(0);
});

test("without ceilings nothing is told", async () => {
  await use(await aPurse(200_000n), 8_000n, dayAt(4));
  expect(await watchCeilings(dayAt(4), NONE)).toBe(0);
});
