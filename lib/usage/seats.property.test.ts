import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { allowanceFor } from "@/lib/usage/allowance";
import { recordPrices } from "@/lib/usage/catalogue";
import { release, releaseExpired, settle } from "@/lib/usage/reservations";
import { countSeats } from "@/lib/usage/seat-cycles";
import { expectBooksToAgree } from "@/lib/usage/testing/books";
import { chargeOf, PERIOD } from "@/lib/usage/testing/purses";
import { aPaidTeam, aPersonHere, holds, joins, leaves, pays, SEAT, START } from "@/lib/usage/testing/teams";

/*
 * A team over two periods, in waves that are each all at once and over connections of their own: people join, leave, come back, look, and use
 * what they have; answers end well, are given back, or are left behind; the owner adds seats and takes them away. Then
 * what all of them were granted is counted from the entries, and compared with what was paid for.
 */

const NEXT = { startsAt: PERIOD.endsAt, endsAt: plusMs(PERIOD.endsAt, 31 * DAY_MS) };
const LATER = plusMs(NEXT.endsAt, DAY_MS);
const PEOPLE = 5;
const MOST_SEATS = 4;

beforeAll(() => recordPrices());

type Act =
  | { kind: "join" | "leave" | "look"; who: number }
  | { kind: "use"; who: number; millions: number; end: "settle" | "release" | "none" }
  | { kind: "seats"; quantity: number };

const who = fc.nat(PEOPLE - 1);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("join" as const, "leave" as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("look" as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("use" as const),
      who,
      millions: fc.integer({ min: 1, max: 60 }),
      end: fc.constantFrom("settle" as const, "release" as const, "none" as const),
    }),
  },
  fc.record({ kind: fc.constant("seats" as const), quantity: fc.integer({ min: 1, max: MOST_SEATS }) }),
);

type Team = { owner: string; people: string[]; now: () => Date };

async function play({ owner, people, now }: Team, one: Act): Promise<void> {
  if (one.kind === "seats") {
    await pays(owner, { quantity: one.quantity });
    return countSeats(owner, now);
  }
  const person = people[one.who]!;
  if (one.kind === "use") return use(person, one, now);
  if (one.kind === "leave") await leaves(person, now());
  if (one.kind === "join" && !(await joins(owner, person, now()))) return;
  await look(person, now);
}

/** A team that changes each time it is looked at is looked at again by whoever asked. */
async function look(person: string, now: () => Date): Promise<void> {
  await allowanceFor(person, now).catch((failure: unknown) => {
    if (!String(failure).includes("A team changed")) throw failure;
  });
}

async function use(person: string, { millions, end }: Act & { kind: "use" }, now: () => Date): Promise<void> {
  const sourceId = await holds(person, millions * 1_000_000, now);
  if (sourceId === undefined || end === "none") return;
  if (end === "release") await release(person, sourceId, now);
  else await settle(person, { sourceId, charge: chargeOf(BigInt(millions) * 500_000n) }, now);
}

/** What the members of a period's seats were granted in all, less what was taken back, from the entries alone. */
async function grantedIn(startsAt: Date, people: readonly string[]): Promise<bigint> {
  const [sum] = await db.$queryRaw<{ micros: bigint }[]>`
    SELECT COALESCE(sum(entry.amount_micros), 0)::bigint AS micros
    FROM ledger_entries entry
    JOIN ledger_transfers transfer ON transfer.id = entry.transfer_id AND transfer.kind IN ('grant', 'revoke')
    JOIN ledger_accounts account ON account.id = entry.account_id AND account.kind = 'allowance'
    WHERE account.user_id = ANY(${[...people]}::uuid[]) AND account.starts_at = ${startsAt}::timestamptz
      AND account.plan_grant_micros = ${SEAT}::bigint`;
  return sum!.micros;
}

async function expectNoMoreThanPaid({ owner, people }: Team, startsAt: Date): Promise<void> {
  const seats = await db.seatGrant.findMany({ where: { ownerId: owner, startsAt }, orderBy: { place: "asc" } });
  expect(seats.map(({ place }) => place)).toEqual(seats.map((_, index) => index + 1));
  const members = seats.filter(({ place }) => place > 1);
  const given = members.reduce((sum, { givenMicros }) => sum + givenMicros, 0n);
  const granted = await grantedIn(startsAt, people);
  expect(granted).toBeLessThanOrEqual(given);
  expect(given).toBeLessThanOrEqual(BigInt(members.length) * SEAT);
  expect(members.length).toBeLessThan(MOST_SEATS);
}

test("whoever joins, leaves and comes back: all members together are granted no more than what is paid for", async () => {
  const months = fc.tuple(
    fc.integer({ min: 2, max: 3 }),
    fc.array(fc.array(act, { minLength: 2, maxLength: 6 }), { minLength: 4, maxLength: 7 }),
    fc.array(act, { maxLength: 10 }),
  );
  await fc.assert(
    fc.asyncProperty(months, async ([quantity, first, second]) => {
      const owner = await aPaidTeam(quantity);
      const people = await Promise.all(Array.from({ length: PEOPLE }, () => aPersonHere()));
      const month = { owner, people, now: () => START };
      for (const person of people.slice(1, quantity)) await play(month, { kind: "join", who: people.indexOf(person) });
      for (const wave of first) await Promise.all(wave.map((one) => play(month, one)));
      await expectNoMoreThanPaid(month, PERIOD.startsAt);

      // The period rolls over while they go on.
      const next = { ...month, now: () => plusMs(NEXT.startsAt, 60_000) };
      const paid = { currentPeriodStart: NEXT.startsAt, currentPeriodEnd: NEXT.endsAt };
      await Promise.all([pays(owner, paid), ...second.map((one) => play(next, one))]);
      await expectNoMoreThanPaid(next, PERIOD.startsAt);
      await expectNoMoreThanPaid(next, NEXT.startsAt);

      await releaseExpired(() => LATER);
      expect(await db.reservation.count({ where: { userId: { in: people }, status: "held" } })).toBe(0);
      for (const person of people) {
        await look(person, next.now);
        await expectBooksToAgree(person);
      }
    }),
    { numRuns: 5 },
  );
});
