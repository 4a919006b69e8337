import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { modelById, recordPrices } from "@/lib/usage/catalogue";
import { creditPurchases, sweepCredits } from "@/lib/usage/credits";
import { putCycle } from "@/lib/usage/queries/cycles";
import { release, releaseExpired, reserve, settle } from "@/lib/usage/reservations";
import {
  aPurse,
  balances,
  bought,
  chargeOf,
  given,
  NOW,
  now,
  payBack,
  PERIOD,
  takenBack,
} from "@/lib/usage/testing/purses";

const swift = modelById("parley-swift");
const sage = modelById("parley-sage");
/** What the longest answer of the smaller model costs. */
const LONGEST = 8_192n;
const SOON = plusMs(NOW, 10 * DAY_MS);
const LATER = plusMs(NOW, 20 * DAY_MS);

beforeAll(() => recordPrices());

async function hold(userId: string, model = swift): Promise<string | undefined> {
  const sourceId = newId();
  return (await reserve(userId, { sourceId, model, promptTokens: 0 }, now)) && sourceId;
}

async function requireHold(userId: string): Promise<string> {
  const sourceId = await hold(userId);
  if (sourceId === undefined) throw new Error("The balance should have covered it");
  return sourceId;
}

/** An allowance, and two purchases: `soon` expires before `later`. */
async function threePurses(allowance: bigint, { soon, later }: { soon: bigint; later: bigint }) {
  const userId = await aPurse(allowance);
  const ids = {
    later: await bought(userId, { micros: later, expiresAt: LATER }),
    soon: await bought(userId, { micros: soon, expiresAt: SOON }),
  };
  await creditPurchases(userId, now);
  const left = async () => {
    const { allowance: rest, [ids.soon]: ofSoon, [ids.later]: ofLater, held, spent } = await balances(userId);
    return { allowance: rest, soon: ofSoon, later: ofLater, held, spent };
  };
  return { userId, ids, left };
}

describe("a hold", () => {
  test("draws on the allowance alone as long as that covers it", async () => {
    const { userId, left } = await threePurses(10_000n, { soon: 5_000n, later: 5_000n });
    await requireHold(userId);
    expect(await left()).toMatchObject({ allowance: 1_808n, soon: 5_000n, later: 5_000n, held: LONGEST });
  });

  test("draws on the allowance first, then on what expires first", async () => {
    const { userId, left } = await threePurses(1_000n, { soon: 3_000n, later: 50_000n });
    await requireHold(userId);
    expect(await left()).toMatchObject({ allowance: 0n, soon: 0n, later: 50_000n - 4_192n, held: LONGEST });
  });

  test("with no allowance left is borne by what was bought", async () => {
    const { userId, left } = await threePurses(0n, { soon: 9_000n, later: 1n });
    await requireHold(userId);
    expect(await left()).toMatchObject({ allowance: 0n, soon: 808n, later: 1n, held: LONGEST });
    expect(await allowanceFor(userId, now, async () => ({ plan: "free", period: PERIOD }))).toMatchObject({
      reservedMicros: 0n,
      creditMicros: 809n,
    });
  });

  test("shrinks its longest answer to all that is left, and is refused when that is too short", async () => {
    const { userId, left } = await threePurses(1_000n, { soon: 500n, later: 500n });
    const ask = () => reserve(userId, { sourceId: newId(), model: swift, promptTokens: 0 }, now);
    expect(await ask()).toEqual({ amountMicros: 2_000n, maxOutputTokens: 1_000 });
    expect(await left()).toMatchObject({ allowance: 0n, soon: 0n, later: 0n });
    expect(await ask()).toBeUndefined();
  });

  test("draws on nothing that expired, and on no more than eight purchases", async () => {
    const userId = await aPurse();
    const old = await bought(userId, { micros: 50_000n, expiresAt: NOW });
    for (let count = 0; count < 10; count += 1) await bought(userId, { micros: 600n, expiresAt: LATER });
    await creditPurchases(userId, now);
    const sourceId = await requireHold(userId);
    expect(await balances(userId)).toMatchObject({ [old]: 50_000n, held: 8n * 600n });
    await release(userId, sourceId, now);
    expect(await allowanceFor(userId, now, async () => ({ plan: "free", period: PERIOD }))).toMatchObject({
      creditMicros: 6_000n,
    });
  });

  test("opens no model that the plan does not have, and nothing without a cycle", async () => {
    const { userId } = await threePurses(0n, { soon: 5_000_000n, later: 1n });
    expect(await hold(userId, sage)).toBeUndefined();
    expect(
      await reserve(userId, { sourceId: newId(), model: swift, promptTokens: 0 }, () => PERIOD.endsAt),
    ).toBeUndefined();
    await putCycle({ userId, plan: "pro", period: PERIOD, grantMicros: 0n }, NOW);
    expect(await hold(userId, sage)).toBeDefined();
  });
});

describe("what a hold did not need goes back where it was drawn from", () => {
  const BEFORE = { soon: 3_000n, later: 50_000n };

  test.each([
    { cost: 0n, allowance: 1_000n, soon: 3_000n, later: 50_000n },
    { cost: 400n, allowance: 600n, soon: 3_000n, later: 50_000n },
    { cost: 1_000n, allowance: 0n, soon: 3_000n, later: 50_000n },
    { cost: 1_001n, allowance: 0n, soon: 2_999n, later: 50_000n },
    { cost: 4_500n, allowance: 0n, soon: 0n, later: 49_500n },
    { cost: 8_192n, allowance: 0n, soon: 0n, later: 45_808n },
    { cost: 9_000n, allowance: 0n, soon: 0n, later: 45_808n },
  ])("for $cost there are $allowance, $soon and $later left", async ({ cost, ...after }) => {
    const { userId, left } = await threePurses(1_000n, BEFORE);
    const sourceId = await requireHold(userId);
    await settle(userId, { sourceId, charge: chargeOf(cost) }, now);
    expect(await left()).toMatchObject({ ...after, held: 0n, spent: cost });
  });

  test("when it is released, swept or ended twice, all of it, once", async () => {
    const { userId, left } = await threePurses(1_000n, BEFORE);
    const [released, swept] = [await requireHold(userId), await requireHold(userId)];
    await Promise.all([release(userId, released, now), release(userId, released, now)]);
    await releaseExpired(() => plusMs(NOW, DAY_MS));
    await release(userId, swept, now);
    expect(await left()).toMatchObject({ allowance: 1_000n, soon: 3_000n, later: 50_000n, held: 0n });
  });

  test("also when it ended in another cycle, or its purchase was credited anew meanwhile", async () => {
    const { userId, ids, left } = await threePurses(1_000n, BEFORE);
    const sourceId = await requireHold(userId);
    await putCycle({ userId, plan: "pro", period: { startsAt: NOW, endsAt: LATER }, grantMicros: 7n }, NOW);
    await payBack(ids.later, 500);
    await creditPurchases(userId, now);
    await settle(userId, { sourceId, charge: chargeOf(4_000n) }, now);
    expect(await left()).toMatchObject({ soon: 0n, later: 25_000n, held: 0n, spent: 4_000n });
  });
});

describe("what was given", () => {
  /** An allowance, two gifts, and a purchase that expires before either. */
  async function fourPurses() {
    const userId = await aPurse(1_000n);
    const ids = {
      bought: await bought(userId, { micros: 50_000n, expiresAt: plusMs(NOW, DAY_MS) }),
      later: await given(userId, { micros: 2_000n, days: 20 }),
      soon: await given(userId, { micros: 3_000n, days: 10 }),
    };
    await creditPurchases(userId, now);
    const left = async () => {
      const all = await balances(userId);
      return [all["allowance"], all[ids.soon], all[ids.later], all[ids.bought]];
    };
    return { userId, ids, left };
  }

  test("is drawn on after the allowance and before what was bought, what expires first first", async () => {
    const { userId, left } = await fourPurses();
    const sourceId = await requireHold(userId);
    expect(await left()).toEqual([0n, 0n, 0n, 50_000n - 2_192n]);
    expect(await db.reservation.findUnique({ where: { sourceId } })).toMatchObject({
      amountMicros: LONGEST,
      giftMicros: 5_000n,
      creditMicros: 2_192n,
    });
  });

  test.each([
    { cost: 0n, left: [1_000n, 3_000n, 2_000n, 50_000n], gift: undefined, credit: undefined },
    { cost: 1_000n, left: [0n, 3_000n, 2_000n, 50_000n], gift: 0n, credit: 0n },
    { cost: 1_001n, left: [0n, 2_999n, 2_000n, 50_000n], gift: 1n, credit: 0n },
    { cost: 4_500n, left: [0n, 0n, 1_500n, 50_000n], gift: 3_500n, credit: 0n },
    { cost: 6_000n, left: [0n, 0n, 0n, 50_000n], gift: 5_000n, credit: 0n },
    { cost: 6_001n, left: [0n, 0n, 0n, 49_999n], gift: 5_000n, credit: 1n },
    { cost: 9_000n, left: [0n, 0n, 0n, 47_808n], gift: 5_000n, credit: 2_192n },
  ])("goes back in the same order: for $cost there are $left left", async ({ cost, left: after, gift, credit }) => {
    const { userId, left } = await fourPurses();
    const sourceId = await requireHold(userId);
    if (cost === 0n) await release(userId, sourceId, now);
    else await settle(userId, { sourceId, charge: chargeOf(cost) }, now);
    expect(await left()).toEqual(after);
    const sums = await db.usageCycle.findFirst({ where: { userId } });
    expect([sums?.giftMicros, sums?.creditMicros]).toEqual([gift, credit]);
  });

  test("goes back in that order also where one of them was taken back meanwhile", async () => {
    const { userId, ids, left } = await fourPurses();
    const sourceId = await requireHold(userId);
    await takenBack(userId, ids.later);
    await settle(userId, { sourceId, charge: chargeOf(2_000n) }, now);
    expect(await left()).toEqual([0n, 2_000n, 2_000n, 50_000n]);
    await sweepCredits(now);
    expect(await left()).toEqual([0n, 2_000n, 0n, 50_000n]);
  });

  test("is told with the allowance, apart from what was bought", async () => {
    const { userId } = await fourPurses();
    await requireHold(userId);
    expect(await allowanceFor(userId, now, async () => ({ plan: "free", period: PERIOD }))).toMatchObject({
      reservedMicros: 1_000n,
      giftMicros: 0n,
      creditMicros: 47_808n,
    });
  });
});

test("many sends at once draw exactly what there is, never a micro-dollar more", async () => {
  const { userId, left } = await threePurses(LONGEST, { soon: 2n * LONGEST, later: 2n * LONGEST });
  const holds = await Promise.all(Array.from({ length: 20 }, () => hold(userId)));
  expect(holds.filter((one) => one !== undefined)).toHaveLength(5);
  expect(await left()).toMatchObject({ allowance: 0n, soon: 0n, later: 0n, held: 5n * LONGEST });
});
