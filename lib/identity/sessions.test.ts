import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { aPerson, auditOf } from "@/lib/identity/fixtures";
import { identityCron, identityJobs } from "@/lib/identity/jobs";
import { mintToken, redeemToken } from "@/lib/identity/links";
import { closeEverySession, closeSession, openSession, resumeSession } from "@/lib/identity/sessions";
import { enqueue } from "@/lib/jobs/enqueue";
import { runDueJobs } from "@/lib/jobs/worker";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newSecret, sha256 } from "@/lib/platform/ids";

const START = new Date("2026-03-01T12:00:00.000Z");
const onDay =
  (days: number, ms = 0) =>
  () =>
    plusMs(START, days * DAY_MS + ms);

async function aSession() {
  const person = await aPerson({ password: null });
  const { token } = await openSession(person.id, db, onDay(0));
  return { person, token };
}

async function expiryOf(token: string): Promise<Date> {
  return (await db.session.findUniqueOrThrow({ where: { sessionToken: sha256(token) } })).expires;
}

test("a cookie nobody was given opens nothing", async () => {
  expect(await resumeSession(newSecret())).toBeUndefined();
  expect(await resumeSession("")).toBeUndefined();
});

test("the hash in the database does not work as a cookie", async () => {
  const { token } = await aSession();
  expect(await resumeSession(sha256(token), onDay(0))).toBeUndefined();
});

test("a session that is deleted is over with the next request", async () => {
  const { token } = await aSession();
  expect(await resumeSession(token, onDay(0))).toBeDefined();
  await closeSession(token);
  expect(await resumeSession(token, onDay(0))).toBeUndefined();
  await closeSession(token);
});

test("who does not come back for thirty days has to sign in", async () => {
  const { token } = await aSession();
  expect(await resumeSession(token, onDay(30))).toBeUndefined();
  expect(await resumeSession(token, onDay(30, -1))).toBeDefined();
});

test("who comes back stays signed in", async () => {
  const { token } = await aSession();
  for (const day of [20, 40, 60, 80]) expect(await resumeSession(token, onDay(day))).toBeDefined();
  expect(await expiryOf(token)).toEqual(onDay(110)());
});

test("a session in use is written to once a day at most", async () => {
  const { token } = await aSession();
  await resumeSession(token, onDay(1, -1));
  expect(await expiryOf(token)).toEqual(onDay(30)());
  await resumeSession(token, onDay(1));
  expect(await expiryOf(token)).toEqual(onDay(31)());
});

test("of two extensions that overtake each other the longer one stands", async () => {
  const { token } = await aSession();
  await Promise.all([resumeSession(token, onDay(9)), resumeSession(token, onDay(5))]);
  expect(await expiryOf(token)).toEqual(onDay(39)());
});

test("a session tells who it is and never the password hash", async () => {
  const { person, token } = await aSession();
  const session = await resumeSession(token, onDay(0));
  expect(session).toMatchObject({ userId: person.id, email: person.email, role: "user" });
  expect(Object.keys(session ?? {}).toSorted()).toEqual([
    "email",
    "emailVerified",
    "expires",
    "image",
    "name",
    "role",
    "userId",
  ]);
});

test("signing out everywhere ends every session of that person and nobody else's", async () => {
  const [mine, theirs] = [await aSession(), await aSession()];
  const { token: second } = await openSession(mine.person.id, db, onDay(0));
  await closeEverySession(mine.person, onDay(0));
  expect(await resumeSession(mine.token, onDay(0))).toBeUndefined();
  expect(await resumeSession(second, onDay(0))).toBeUndefined();
  expect(await resumeSession(theirs.token, onDay(0))).toBeDefined();
  expect(await auditOf(mine.person.id)).toEqual(["sessions.ended"]);
});

test("the sweep removes what is over and nothing else", async () => {
  const person = await aPerson({ password: null });
  const long = () => new Date(Date.now() - 31 * DAY_MS);
  const old = await openSession(person.id, db, long);
  const live = await openSession(person.id);
  const { email } = person;
  await mintToken(db, { purpose: "reset", email }, long);
  const fresh = await mintToken(db, { purpose: "reset", email });
  for (const { job } of identityCron) await enqueue(db, job, {});
  await runDueJobs(identityJobs);
  const left = await db.session.findMany({ where: { userId: person.id } });
  expect(left.map(({ sessionToken }) => sessionToken)).toEqual([sha256(live.token)]);
  expect(await resumeSession(old.token)).toBeUndefined();
  expect(await db.verificationToken.count({ where: { identifier: `reset:${email}` } })).toBe(1);
  expect(await redeemToken(db, { purposes: ["reset"], token: fresh })).toEqual({ purpose: "reset", email });
});
