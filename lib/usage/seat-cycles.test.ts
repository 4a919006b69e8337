import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { allowanceFor } from "@/lib/usage/allowance";
import { recordPrices } from "@/lib/usage/catalogue";
import { countSeats, putSeatCycle } from "@/lib/usage/seat-cycles";
import { release, settle } from "@/lib/usage/reservations";
import { statementsOf } from "@/lib/usage/statements";
import { expectBooksToAgree } from "@/lib/usage/testing/books";
import { chargeOf, now, PERIOD } from "@/lib/usage/testing/purses";
import { aPaidTeam, aPersonHere, holds, joins, leaves, pays, SEAT, seated, START } from "@/lib/usage/testing/teams";

beforeAll(() => recordPrices());

const atStart = () => START;
const MILLION = 1_000_000;
const NEXT = { startsAt: PERIOD.endsAt, endsAt: plusMs(PERIOD.endsAt, 31 * DAY_MS) };

async function used(userId: string, micros: number) {
  const sourceId = await holds(userId, micros, now);
  if (sourceId === undefined) throw new Error("The balance should have covered it");
  await settle(userId, { sourceId, charge: chargeOf(BigInt(micros)) }, now);
}

const leftTo = async (userId: string, clock = now) => (await allowanceFor(userId, clock)).remainingMicros;

describe("a seat is granted once a period", () => {
  test("whoever takes it after somebody has what that one left of it, and is told why it is less", async () => {
    const owner = await aPaidTeam(2);
    const first = await seated(owner, atStart);
    await used(first, 50 * MILLION);
    await leaves(first);
    const second = await seated(owner, now);
    expect(await allowanceFor(second, now)).toMatchObject({
      plan: "enterprise",
      grantedMicros: 10_000_000n,
      remainingMicros: 10_000_000n,
      lessBecause: "seat-used",
      resetsAt: PERIOD.endsAt,
    });
    expect(await allowanceFor(first, now)).toMatchObject({ plan: "free", lessBecause: null });
    await leaves(second);
    expect(await leftTo(await seated(owner, now))).toBe(10_000_000n);
  });

  test("what the one before holds for a running answer is not there, and what comes back of it is nobody's", async () => {
    const owner = await aPaidTeam(2);
    const first = await seated(owner, atStart);
    const running = await holds(first, 45 * MILLION, now);
    await leaves(first);
    const second = await seated(owner, now);
    expect(await leftTo(second)).toBe(15_000_000n);
    await settle(first, { sourceId: running!, charge: chargeOf(5_000_000n) }, now);
    expect(await leftTo(second)).toBe(15_000_000n);
    // The account that the rest went back to has ended.
    expect(await leftTo(first)).toBe(200_000n);
    expect(await holds(first, MILLION, now)).toBeUndefined();
    await expectBooksToAgree(first);
  });

  test("the one before can use nothing of it from then on, also before anybody told the ledger that they left", async () => {
    const owner = await aPaidTeam(2);
    const first = await seated(owner, atStart);
    await leaves(first);
    expect(await holds(first, MILLION, now)).toBeDefined();
    const second = await seated(owner, now);
    expect(await leftTo(second)).toBe(59_000_000n);
    // A statement of a process whose clock is behind sees the account as if it had not ended.
    expect(await holds(first, MILLION, atStart)).toBeUndefined();
  });

  test("all of it used up is nothing for the next, until the next period, which is whole", async () => {
    const owner = await aPaidTeam(2);
    const first = await seated(owner, atStart);
    await used(first, 60 * MILLION);
    await leaves(first);
    const second = await seated(owner, now);
    expect(await leftTo(second)).toBe(0n);
    await pays(owner, { currentPeriodStart: NEXT.startsAt, currentPeriodEnd: NEXT.endsAt });
    const later = () => plusMs(NEXT.startsAt, 60_000);
    expect(await allowanceFor(second, later)).toMatchObject({ remainingMicros: SEAT, lessBecause: null });
  });

  test("a deleted account's seat is no fuller than any other that was left", async () => {
    const owner = await aPaidTeam(2);
    for (const left of [60, 50, 40, 30, 20, 10, 0]) {
      const member = await seated(owner, now);
      expect(await leftTo(member)).toBe(BigInt(left * MILLION));
      if (left > 0) await used(member, 10 * MILLION);
      await leaves(member);
    }
  });

  test("who comes back has what is left, whether somebody else had it meanwhile or not", async () => {
    const owner = await aPaidTeam(2);
    const [member, other] = [await seated(owner, atStart), await aPersonHere()];
    await used(member, 10 * MILLION);
    await leaves(member);
    expect(await leftTo(member)).toBe(200_000n);
    await joins(owner, member);
    expect(await leftTo(member)).toBe(50_000_000n);
    await leaves(member);
    await joins(owner, other);
    await allowanceFor(other, now);
    await used(other, 20 * MILLION);
    await leaves(other);
    await joins(owner, member);
    expect(await allowanceFor(member, now)).toMatchObject({
      grantedMicros: 40_000_000n,
      usedMicros: 10_000_000n,
      remainingMicros: 30_000_000n,
    });
    await expectBooksToAgree(member);
    const [statement] = await statementsOf(other, now);
    expect(statement?.allowance).toMatchObject({ granted: 20_000_000n, used: 20_000_000n, lapsed: 0n });
  });

  test("nobody has more than one plan's grant, however many seats they went through", async () => {
    const owner = await aPaidTeam(3);
    const member = await seated(owner, atStart);
    await used(member, 10 * MILLION);
    await leaves(member);
    const other = await seated(owner, now);
    // The seat that nobody used is taken first.
    expect(await leftTo(other)).toBe(SEAT);
    await joins(owner, member);
    expect(await allowanceFor(member, now)).toMatchObject({ grantedMicros: SEAT, remainingMicros: 50_000_000n });
  });

  test("two who take two seats at once that were left have one each, to the micro-dollar", async () => {
    const owner = await aPaidTeam(3);
    const before = [await seated(owner, atStart), await seated(owner, atStart)];
    await used(before[0]!, 40 * MILLION);
    await used(before[1]!, 55 * MILLION);
    for (const each of before) await leaves(each);
    const after = await Promise.all([1, 2].map(() => seated(owner, now)));
    const left = await Promise.all(after.map((each) => leftTo(each)));
    expect(new Set(left)).toEqual(new Set([20_000_000n, 5_000_000n]));
  });

  test("who lost a seat that was paid for, and gets another one's, goes on with their own", async () => {
    const owner = await aPaidTeam(3);
    const [first, second] = [await seated(owner, atStart), await seated(owner, now)];
    await pays(owner, { quantity: 2 });
    expect(await leftTo(second)).toBe(200_000n);
    await used(first, 25 * MILLION);
    await leaves(first);
    expect(await leftTo(second)).toBe(SEAT);
    await leaves(second);
    expect(await leftTo(await seated(owner, now))).toBe(35_000_000n);
  });
});

describe("another number of seats", () => {
  const onDay = (days: number) => () => plusMs(PERIOD.startsAt, days * DAY_MS);

  test("added within the period is worth what is left of it, and says so; going back and forth adds nothing", async () => {
    const owner = await aPaidTeam(1);
    await allowanceFor(owner, atStart);
    for (const quantity of [2, 1, 2]) {
      await pays(owner, { quantity });
      await countSeats(owner, onDay(27));
    }
    const member = await seated(owner, onDay(28));
    expect(await allowanceFor(member, onDay(28))).toMatchObject({
      grantedMicros: 6_000_000n,
      lessBecause: "seat-added",
    });
    await holds(member, MILLION, onDay(28));
    await leaves(member);
    const next = await seated(owner, onDay(28));
    expect(await allowanceFor(next, onDay(28))).toMatchObject({ grantedMicros: 5_000_000n, lessBecause: "seat-used" });
    const rows = await db.seatGrant.findMany({ where: { ownerId: owner }, orderBy: { place: "asc" } });
    expect(rows.map(({ place, grantMicros }) => [place, grantMicros])).toEqual([
      [1, SEAT],
      [2, 6_000_000n],
    ]);
  });

  test("with a plan that came within the period is worth what is left of it, as the owner's own is", async () => {
    const owner = await aPaidTeam(1, "pro");
    await allowanceFor(owner, atStart);
    await pays(owner, { plan: "enterprise", quantity: 2 });
    // The member looks before the owner does.
    expect(await leftTo(await seated(owner, onDay(20)), onDay(20))).toBe(20_000_000n);
  });

  test("is whole for those that were there from the beginning, however late somebody joins", async () => {
    const owner = await aPaidTeam(2);
    expect(await leftTo(await seated(owner, onDay(29)), onDay(29))).toBe(SEAT);
  });
});

test("a look that comes too late, when the seat is somebody else's, does nothing", async () => {
  const owner = await aPaidTeam(2);
  const member = await seated(owner, atStart);
  await leaves(member);
  const grant = { userId: member, plan: "enterprise", period: PERIOD, grantMicros: SEAT, ownerId: owner } as const;
  expect(await putSeatCycle(grant, now)).toBe(false);
  await joins(owner, member);
  expect(await putSeatCycle({ ...grant, period: NEXT }, now)).toBe(false);
  expect(await putSeatCycle(grant, now)).toBe(true);
  await pays(owner, { plan: "pro" });
  expect(await putSeatCycle(grant, now)).toBe(false);
  expect(await allowanceFor(member, now)).toMatchObject({ plan: "free" });
});

test("a hold that is released after its owner came back is theirs again, once", async () => {
  const owner = await aPaidTeam(2);
  const member = await seated(owner, atStart);
  const running = await holds(member, 20 * MILLION, now);
  await leaves(member);
  const other = await seated(owner, now);
  await used(other, 30 * MILLION);
  await leaves(other);
  await joins(owner, member);
  expect(await leftTo(member)).toBe(10_000_000n);
  await release(member, running!, now);
  expect(await leftTo(member)).toBe(30_000_000n);
});
