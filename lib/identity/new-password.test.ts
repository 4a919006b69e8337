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
  tokenTo,
} from "@/lib/identity/fixtures";
import { mintToken } from "@/lib/identity/links";
import { requestEmailLink, requestPasswordReset } from "@/lib/identity/mail-requests";
import { changePassword, resetPassword } from "@/lib/identity/new-password";
import { openSession, resumeSession } from "@/lib/identity/sessions";
import { enter, signInWithPassword } from "@/lib/identity/sign-in";
import { HOUR_MS, now, plusMs } from "@/lib/platform/clock";

const DEAD = { code: "invalid_input", message: expect.stringContaining("expired or was used") as string };

async function resetToken(email: string): Promise<string> {
  await requestPasswordReset({ email }, { caller: aCaller() });
  return tokenTo(email, "reset-password");
}

const reset = (token: string, password = OTHER_PASSWORD) => resetPassword({ token, password }, aCaller());

test("a reset ends every session, older links, and the old password, and tells the person", async () => {
  const { id, email } = await aPerson();
  const { token: session } = await openSession(id);
  const [first, second] = [await resetToken(email), await resetToken(email)];
  await requestEmailLink({ email }, { caller: aCaller() });
  const link = await tokenTo(email, "email-link");

  const { entry } = await reset(second);
  expect(await resumeSession(session)).toBeUndefined();
  await expect(reset(first)).rejects.toMatchObject(DEAD);
  await expect(enter(link)).rejects.toMatchObject({ code: "invalid_input" });
  await expect(signInWithPassword({ email, password: PASSWORD }, aCaller())).rejects.toThrow("do not go together");
  expect((await signInWithPassword({ email, password: OTHER_PASSWORD }, aCaller())).kind).toBe("signed_in");
  expect(await enter(entry)).toMatchObject({ id });
  expect((await lettersTo(email)).at(-1)).toMatchObject({ template: "password-changed" });
  expect(await auditOf(id)).toContain("password.reset");
});

test("two who use one reset link at once: one password is set", async () => {
  const { email } = await aPerson();
  const token = await resetToken(email);
  const outcomes = await Promise.allSettled([reset(token, "first-harbour-violin-3"), reset(token, OTHER_PASSWORD)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a guessable password leaves the link good for a better one", async () => {
  const { email } = await aPerson();
  const token = await resetToken(email);
  await expect(reset(token, "1234567890")).rejects.toMatchObject({
    fields: { password: [expect.any(String) as string] },
  });
  await expect(reset(token)).resolves.toHaveProperty("entry");
});

test("a reset link is good for an hour", async () => {
  const { email } = await aPerson();
  const token = await resetToken(email);
  const late = resetPassword({ token, password: OTHER_PASSWORD }, aCaller(), () => plusMs(now(), HOUR_MS));
  await expect(late).rejects.toMatchObject(DEAD);
});

test("an invented token, and one meant for something else, are dead links", async () => {
  const { email } = await aPerson();
  await expect(reset("A".repeat(43))).rejects.toMatchObject(DEAD);
  for (const purpose of ["verify", "sign-in", "entry"] as const) {
    await expect(reset(await mintToken(db, { purpose, email }))).rejects.toMatchObject(DEAD);
  }
});

test("the reset link of somebody who is gone is dead", async () => {
  const { id, email } = await aPerson();
  const token = await resetToken(email);
  await db.user.delete({ where: { id } });
  await expect(reset(token)).rejects.toMatchObject(DEAD);
});

test("a reset is a first proof: what a stranger set goes, and no letter speaks of his password", async () => {
  const email = anAddress();
  const stranger = await aPerson({ email, name: "Mallory", proven: false });
  const { token: session } = await openSession(stranger.id);
  await reset(await resetToken(email));
  expect(await storedPerson(email)).toMatchObject({
    name: null,
    emailVerified: expect.any(Date) as Date,
    sessions: [],
  });
  expect(await resumeSession(session)).toBeUndefined();
  expect((await lettersTo(email)).map(({ template }) => template)).toEqual(["reset-password"]);
});

test("changing a password needs the present one", async () => {
  const person = await aPerson();
  const wrong = changePassword(
    person,
    { password: OTHER_PASSWORD, newPassword: OTHER_PASSWORD },
    { caller: aCaller() },
  );
  await expect(wrong).rejects.toMatchObject({
    code: "invalid_input",
    fields: { password: ["That is not your password."] },
  });
  expect((await signInWithPassword({ email: person.email, password: PASSWORD }, aCaller())).kind).toBe("signed_in");
});

test("an open laptop can not be used to guess the password either", async () => {
  const person = await aPerson();
  const guess = () =>
    changePassword(person, { password: "not it", newPassword: OTHER_PASSWORD }, { caller: aCaller() });
  for (let n = 0; n < 10; n += 1) await expect(guess()).rejects.toMatchObject({ code: "invalid_input" });
  await expect(guess()).rejects.toMatchObject({ code: "too_many_requests" });
});

test("a changed password ends every session and hands this browser a new one", async () => {
  const person = await aPerson();
  const { token: elsewhere } = await openSession(person.id);
  const change = { password: PASSWORD, newPassword: OTHER_PASSWORD };
  const { entry } = await changePassword(person, change, { caller: aCaller() });
  expect(await resumeSession(elsewhere)).toBeUndefined();
  expect(await enter(entry)).toMatchObject({ id: person.id });
  expect(await auditOf(person.id)).toEqual(["password.changed"]);
  expect(await lettersTo(person.email)).toMatchObject([{ template: "password-changed" }]);
});

test("two changes at once: the second finds that its old password is old", async () => {
  const person = await aPerson();
  const to = (newPassword: string) =>
    changePassword(person, { password: PASSWORD, newPassword }, { caller: aCaller() });
  const outcomes = await Promise.allSettled([to(OTHER_PASSWORD), to("first-harbour-violin-3")]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a new password made of one's own name is refused on its own field", async () => {
  const person = await aPerson({ name: "Wilhelmina" });
  const change = changePassword(person, { password: PASSWORD, newPassword: "wilhelmina1" }, { caller: aCaller() });
  await expect(change).rejects.toMatchObject({ fields: { newPassword: [expect.any(String) as string] } });
});

test("who has no password is told how to get one", async () => {
  const person = await aPerson({ password: null });
  const change = changePassword(person, { password: PASSWORD, newPassword: OTHER_PASSWORD }, { caller: aCaller() });
  await expect(change).rejects.toMatchObject({ code: "conflict" });
});
