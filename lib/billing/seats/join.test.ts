import { beforeAll, describe, expect, test } from "vitest";
import { refusalOf } from "@/lib/billing/changes/testing/subscriber";
import { ensurePrices } from "@/lib/billing/provision";
import { INVITATION_LIFE_MS, inviteToSeat, takeBackInvitation } from "@/lib/billing/seats/invite";
import { readInvitation, takeSeat } from "@/lib/billing/seats/join";
import { leaveTeam, removeMember } from "@/lib/billing/seats/leave";
import { teamOf } from "@/lib/billing/seats/team";
import { aMember, aTeam, invited, putSeats, tokenSentTo } from "@/lib/billing/seats/testing/team";
import { standingOf } from "@/lib/billing/standing";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { now, plusMs } from "@/lib/platform/clock";
import { newSecret } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

beforeAll(ensurePrices);

const actionsOf = async (actorId: string) =>
  (await db.auditEvent.findMany({ where: { actorId }, orderBy: { id: "asc" } })).map(({ action }) => action);

describe("who is invited", () => {
  test("and takes the seat has the plan, its allowance and the owner's month, and the sentence says through whom", async () => {
    const { owner } = await aTeam(2);
    const member = await aPerson();
    const token = await invited(owner, member.email);
    expect(await readInvitation(member, token)).toEqual({ kind: "open", owner: "Ada" });
    expect((await standingOf(member.id)).plan).toBe("free");
    await takeSeat(member, token);
    const own = await standingOf(owner.id);
    expect(await standingOf(member.id)).toMatchObject({
      plan: "enterprise",
      reason: "You have Enterprise through Ada's team.",
      period: own.period,
      subscriptionId: undefined,
    });
    const [theirs, owners] = [await allowanceFor(member.id), await allowanceFor(owner.id)];
    expect([theirs.plan, theirs.grantedMicros, theirs.resetsAt]).toEqual(["enterprise", 60_000_000n, owners.resetsAt]);
    expect(await actionsOf(member.id)).toEqual(["seat.taken"]);
  });

  test("takes it once: the same link again, also twice at once, is one seat", async () => {
    const { owner } = await aTeam(3);
    const member = await aPerson();
    const token = await invited(owner, member.email);
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => takeSeat(member, token)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refusalOf(takeSeat(member, token))).toMatchObject({ code: "invalid_input" });
    expect(await readInvitation(member, token)).toEqual({ kind: "member" });
    expect((await teamOf(owner))?.members).toHaveLength(1);
  });

  test("is whoever proved to have the mailbox: another who got the letter gets nothing, and it stays good", async () => {
    const { owner } = await aTeam(2);
    const [member, thief] = [await aPerson(), await aPerson()];
    const token = await invited(owner, member.email);
    expect(await readInvitation(thief, token)).toEqual({ kind: "wrong", owner: "Ada" });
    expect(await refusalOf(takeSeat(thief, token))).toMatchObject({ code: "forbidden" });
    const unproven = { ...member, emailVerified: false };
    expect(await refusalOf(takeSeat(unproven, token))).toMatchObject({ code: "forbidden" });
    await takeSeat(member, token);
    expect((await standingOf(member.id)).plan).toBe("enterprise");
  });

  test("can not use a link that is over, taken back, replaced by a newer one, or made up", async () => {
    const { owner } = await aTeam(2);
    const member = await aPerson();
    const first = await invited(owner, member.email);
    const second = await invited(owner, member.email);
    expect(first).not.toBe(second);
    const later = () => plusMs(now(), INVITATION_LIFE_MS);
    for (const [token, clock] of [
      [first, now],
      [second, later],
      [newSecret(), now],
      ["", now],
    ] as const) {
      expect(await readInvitation(member, token, clock)).toEqual({ kind: "over" });
      expect(await refusalOf(takeSeat(member, token, clock))).toMatchObject({ code: "invalid_input" });
    }
    const [offer] = (await teamOf(owner))!.invitations;
    await takeBackInvitation(owner, { id: offer!.id });
    await takeBackInvitation(owner, { id: offer!.id });
    expect(await refusalOf(takeSeat(member, second))).toMatchObject({ code: "invalid_input" });
    expect(await actionsOf(owner.id)).toEqual(["seat.offered", "seat.offered", "seat.offer-taken-back"]);
  });

  test("leaves no token in the outbox and none in the table", async () => {
    const { owner } = await aTeam(2);
    const { email } = await aPerson();
    const token = await invited(owner, email);
    const rows = await db.seatInvitation.findMany({ where: { email } });
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe("an invitation is refused", () => {
  test("without a plan with seats, and to oneself", async () => {
    const { owner } = await aTeam(2, { plan: "pro" });
    const stranger = await aPerson();
    expect(await refusalOf(inviteToSeat(owner, { email: stranger.email }))).toMatchObject({ code: "conflict" });
    expect(await refusalOf(inviteToSeat(stranger, { email: owner.email }))).toMatchObject({ code: "conflict" });
    expect(await refusalOf(inviteToSeat(owner, { email: owner.email }))).toMatchObject({ code: "invalid_input" });
    expect(await db.notification.count({ where: { template: "seat-invitation", userId: owner.id } })).toBe(0);
  });

  test("where every seat is taken or promised, until one is taken back", async () => {
    const { owner } = await aTeam(3);
    await aMember(owner);
    await inviteToSeat(owner, { email: "one@people.test" });
    const refused = await refusalOf(inviteToSeat(owner, { email: "two@people.test" }));
    expect(refused.message).toBe("No seat is free. Add one first, or take an invitation back.");
    const [offer] = (await teamOf(owner))!.invitations;
    await takeBackInvitation(owner, { id: offer!.id });
    await inviteToSeat(owner, { email: "two@people.test" });
    expect(await teamOf(owner)).toMatchObject({ seats: 3, free: 0, invitations: [{ email: "two@people.test" }] });
  });

  test("at once by two presses for the last seat, once", async () => {
    const { owner } = await aTeam(2);
    const tries = ["a", "b", "c"].map((name) => inviteToSeat(owner, { email: `${name}-${owner.id}@people.test` }));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("of who is in the team, and its owner can not take back another's", async () => {
    const [{ owner }, { owner: other }] = [await aTeam(3), await aTeam(2)];
    const member = await aMember(owner);
    expect(await refusalOf(inviteToSeat(owner, { email: member.email }))).toMatchObject({ code: "conflict" });
    await inviteToSeat(owner, { email: "kept@people.test" });
    const [offer] = (await teamOf(owner))!.invitations;
    await takeBackInvitation(other, { id: offer!.id });
    expect((await teamOf(owner))!.invitations).toHaveLength(1);
  });
});

test("of twenty who take the last two seats at once two get one, and the others' invitations stay good", async () => {
  const team = await aTeam(21);
  const people = await Promise.all(Array.from({ length: 20 }, () => aPerson()));
  const tokens: string[] = [];
  for (const { email } of people) tokens.push(await invited(team.owner, email));
  await putSeats(team, 3);
  const outcomes = await Promise.allSettled(people.map((person, i) => takeSeat(person, tokens[i]!)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  const codes = outcomes.flatMap((each) =>
    each.status === "rejected" ? [(each.reason as { code: string }).code] : [],
  );
  expect(new Set(codes)).toEqual(new Set(["conflict"]));
  expect(await db.teamSeat.count({ where: { ownerId: team.owner.id, leftAt: null } })).toBe(2);
  expect(await db.seatInvitation.count({ where: { ownerId: team.owner.id } })).toBe(18);
  await putSeats(team, 4);
  const late = outcomes.findIndex(({ status }) => status === "rejected");
  await takeSeat(people[late]!, tokens[late]!);
  expect((await standingOf(people[late]!.id)).plan).toBe("enterprise");
});

test("somebody whom two teams invite is in one of them, however they press, and in the other once they left", async () => {
  const [{ owner: one }, { owner: other }] = [await aTeam(2), await aTeam(2)];
  const member = await aPerson();
  const tokens = [await invited(one, member.email), await invited(other, member.email)];
  const outcomes = await Promise.allSettled(tokens.map((token) => takeSeat(member, token)));
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await leaveTeam(member);
  await takeSeat(member, tokens[outcomes.findIndex(({ status }) => status === "rejected")]!);
  expect((await standingOf(member.id)).plan).toBe("enterprise");
});

test("a seat that is left can be offered and taken at once", async () => {
  const { owner } = await aTeam(2);
  const [member, next] = [await aMember(owner), await aPerson()];
  await leaveTeam(member);
  expect((await standingOf(member.id)).plan).toBe("free");
  expect(await teamOf(owner)).toMatchObject({ free: 1, members: [] });
  await takeSeat(next, await invited(owner, next.email));
  expect(await teamOf(owner)).toMatchObject({ free: 0, members: [{ email: next.email }] });
  expect(await refusalOf(inviteToSeat(owner, { email: member.email }))).toMatchObject({ code: "conflict" });
});

test("who is taken out is told, is on Free at once, and comes back only by another invitation", async () => {
  const { owner } = await aTeam(2);
  const member = await aMember(owner);
  const { id } = (await teamOf(owner))!.members[0]!;
  const stranger = (await aTeam(2)).owner;
  expect(await refusalOf(removeMember(stranger, { id }))).toMatchObject({ code: "not_found" });
  await Promise.all([removeMember(owner, { id }), removeMember(owner, { id })]);
  expect((await standingOf(member.id)).reason).toBe("You are on Free.");
  const letters = await db.notification.findMany({ where: { recipient: member.email, template: "seat-removed" } });
  expect(letters).toHaveLength(1);
  expect((await actionsOf(owner.id)).filter((action) => action === "seat.taken-away")).toHaveLength(1);
  expect(await refusalOf(takeSeat(member, await tokenSentTo(member.email)))).toMatchObject({ code: "invalid_input" });
});
