import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import {
  OTHER_PASSWORD,
  PASSWORD,
  aCaller,
  aPerson,
  anAddress,
  auditOf,
  storedPerson,
  tokenTo,
} from "@/lib/identity/fixtures";
import { mintToken } from "@/lib/identity/links";
import { requestEmailLink } from "@/lib/identity/mail-requests";
import { changePassword } from "@/lib/identity/new-password";
import { openSession, resumeSession } from "@/lib/identity/sessions";
import { enter, signInWithPassword } from "@/lib/identity/sign-in";
import { verifyEmail } from "@/lib/identity/verification";
import { MINUTE_MS, now, plusMs } from "@/lib/platform/clock";

const WRONG = { code: "unauthenticated", message: "That address and password do not go together." };

test("a wrong password, an unknown address and an account without a password answer alike", async () => {
  const [known, without] = [await aPerson(), await aPerson({ password: null })];
  for (const email of [known.email, without.email, anAddress()]) {
    await expect(signInWithPassword({ email, password: OTHER_PASSWORD }, aCaller())).rejects.toMatchObject(WRONG);
  }
});

test("the right password opens a session once, and it is on record", async () => {
  const { id, email } = await aPerson();
  const outcome = await signInWithPassword({ email, password: PASSWORD }, aCaller());
  const entry = outcome.kind === "signed_in" ? outcome.entry : "";
  expect(await enter(entry)).toEqual({ id, email });
  await expect(enter(entry)).rejects.toMatchObject({ code: "invalid_input" });
  expect(await auditOf(id)).toEqual(["session.started"]);
});

test("letters that look the same are the same password, however the keyboard wrote them", async () => {
  const { email } = await aPerson({ password: "caf\u00e9-walnut-orbit" });
  const outcome = await signInWithPassword({ email, password: "cafe\u0301-walnut-orbit" }, aCaller());
  expect(outcome.kind).toBe("signed_in");
});

test("before the address is proven the right password opens nothing and sends a letter for this browser", async () => {
  const { email } = await aPerson({ proven: false });
  const outcome = await signInWithPassword({ email, password: PASSWORD }, aCaller());
  const secret = outcome.kind === "unproven" ? outcome.browserSecret : "";
  expect((await verifyEmail(await tokenTo(email, "verify-address"), secret)).kind).toBe("confirmed");
});

test("before the address is proven a wrong password tells nothing of that", async () => {
  const { email } = await aPerson({ proven: false });
  await expect(signInWithPassword({ email, password: OTHER_PASSWORD }, aCaller())).rejects.toMatchObject(WRONG);
});

test("ten wrong guesses close an account to guessing, from wherever they come, for the right password too", async () => {
  const { email } = await aPerson();
  const guess = (password: string) => signInWithPassword({ email, password }, aCaller());
  for (let n = 0; n < 10; n += 1) await expect(guess(OTHER_PASSWORD)).rejects.toMatchObject(WRONG);
  await expect(guess(PASSWORD)).rejects.toMatchObject({ code: "too_many_requests" });
});

test("an address without an account closes after as many guesses", async () => {
  const email = anAddress();
  const guess = () => signInWithPassword({ email, password: PASSWORD }, aCaller());
  for (let n = 0; n < 10; n += 1) await expect(guess()).rejects.toMatchObject(WRONG);
  await expect(guess()).rejects.toMatchObject({ code: "too_many_requests" });
});

test("signing in often with the right password locks nobody out", async () => {
  const { email } = await aPerson();
  const caller = aCaller();
  for (let n = 0; n < 12; n += 1) {
    expect(await signInWithPassword({ email, password: PASSWORD }, caller)).toMatchObject({ kind: "signed_in" });
  }
});

test("a sign-in link signs in once and proves the address", async () => {
  const { id, email } = await aPerson({ password: null });
  await requestEmailLink({ email }, { caller: aCaller() });
  const token = await tokenTo(email, "email-link");
  const uses = await Promise.allSettled([enter(token), enter(token)]);
  expect(uses.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await auditOf(id)).toEqual(["session.started"]);
});

test("a sign-in link to a new address makes an account that is proven", async () => {
  const email = anAddress();
  await requestEmailLink({ email }, { caller: aCaller() });
  expect(await db.user.count({ where: { email } })).toBe(0);
  const { id } = await enter(await tokenTo(email, "email-link"));
  expect(await storedPerson(email)).toMatchObject({ id, emailVerified: expect.any(Date) as Date, passwordHash: null });
});

test("a link asked for before a stranger signed up with the address clears what he set", async () => {
  const email = anAddress();
  await requestEmailLink({ email }, { caller: aCaller() });
  const token = await tokenTo(email, "email-link");
  const stranger = await aPerson({ email, name: "Mallory", proven: false });
  const { token: session } = await openSession(stranger.id);
  await enter(token);
  expect(await storedPerson(email)).toMatchObject({ passwordHash: null, name: null });
  expect(await resumeSession(session)).toBeUndefined();
});

test("an entry makes no account and dies within a minute", async () => {
  const nobody = await mintToken(db, { purpose: "entry", email: anAddress() });
  await expect(enter(nobody)).rejects.toMatchObject({ code: "unauthenticated" });
  const { email } = await aPerson();
  const entry = await mintToken(db, { purpose: "entry", email });
  const later = () => plusMs(now(), MINUTE_MS);
  await expect(enter(entry, later)).rejects.toMatchObject({ code: "invalid_input" });
});

test("an entry that was open when the password changed opens nothing", async () => {
  const person = await aPerson();
  const outcome = await signInWithPassword({ email: person.email, password: PASSWORD }, aCaller());
  await changePassword(person, { password: PASSWORD, newPassword: OTHER_PASSWORD }, { caller: aCaller() });
  const entry = outcome.kind === "signed_in" ? outcome.entry : "";
  await expect(enter(entry)).rejects.toMatchObject({ code: "invalid_input" });
});
