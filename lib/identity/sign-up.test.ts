import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import {
  OTHER_PASSWORD,
  PASSWORD,
  aCaller,
  aPerson,
  anAddress,
  auditOf,
  lettersTo,
  storedPerson,
} from "@/lib/identity/fixtures";
import { signInWithPassword } from "@/lib/identity/sign-in";
import { signUp } from "@/lib/identity/sign-up";
import { HOUR_MS, now, plusMs } from "@/lib/platform/clock";

const name = null;

test("an address that has an account answers alike, changes nothing, and its owner is told", async () => {
  const owner = await aPerson({ name: "Ada" });
  const before = await storedPerson(owner.email);
  const answer = await signUp({ email: owner.email, password: OTHER_PASSWORD, name: "Mallory" }, aCaller());
  const fresh = await signUp({ email: anAddress(), password: OTHER_PASSWORD, name }, aCaller());
  expect(Object.keys(answer)).toEqual(Object.keys(fresh));
  expect(answer.browserSecret).toHaveLength(fresh.browserSecret.length);
  expect(await storedPerson(owner.email)).toEqual(before);
  const letters = await lettersTo(owner.email);
  expect(letters.map(({ template, link }) => [template, link.pathname])).toEqual([["already-registered", "/sign-in"]]);
  expect(await auditOf(owner.id)).toEqual([]);
});

test("the owner is told at most once an hour", async () => {
  const { email } = await aPerson();
  // Early in an hour, so that the first three fall into it.
  const hour = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
  const tries = [0, 1, 2, HOUR_MS];
  for (const ms of tries) await signUp({ email, password: PASSWORD, name }, aCaller(), () => plusMs(hour, ms));
  expect(await lettersTo(email)).toHaveLength(2);
});

test("a new address gets an unproven account, a letter, and only a hash of the password", async () => {
  const email = anAddress();
  await signUp({ email, password: PASSWORD, name: "Ada" }, aCaller());
  const person = await storedPerson(email);
  expect(person).toMatchObject({ name: "Ada", emailVerified: null, role: "user", sessions: [] });
  expect(person.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const [letter] = await lettersTo(email);
  expect(letter?.link.pathname).toBe("/verify-email");
});

test("a guessable password is refused before anything happens", async () => {
  const email = anAddress();
  const refused = signUp({ email, password: "Password123!", name }, aCaller());
  await expect(refused).rejects.toMatchObject({
    code: "invalid_input",
    fields: { password: [expect.any(String) as string] },
  });
  expect(await db.user.count({ where: { email } })).toBe(0);
});

test("two sign-ups with one address at once are one person whose last password counts", async () => {
  const email = anAddress();
  const passwords = [PASSWORD, OTHER_PASSWORD];
  await Promise.all(passwords.map((password) => signUp({ email, password, name }, aCaller())));
  expect(await db.user.count({ where: { email } })).toBe(1);
  const outcomes = await Promise.allSettled(
    passwords.map((password) => signInWithPassword({ email, password }, aCaller())),
  );
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("one address can be tried five times, then not for minutes, and an existing one no differently", async () => {
  const { email: taken } = await aPerson();
  const free = anAddress();
  for (const email of [taken, free]) {
    for (let n = 0; n < 5; n += 1) await signUp({ email, password: PASSWORD, name }, aCaller());
    const sixth = signUp({ email, password: PASSWORD, name }, aCaller());
    await expect(sixth).rejects.toMatchObject({ code: "too_many_requests", retryAfterS: expect.any(Number) as number });
  }
});

test("one machine can not sign up a crowd", async () => {
  const caller = aCaller();
  const moment = now();
  const tries = Array.from({ length: 33 }, () =>
    signUp({ email: anAddress(), password: PASSWORD, name }, caller, () => moment),
  );
  const outcomes = await Promise.allSettled(tries);
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(3);
});
