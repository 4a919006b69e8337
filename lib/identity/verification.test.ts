import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import {
  OTHER_PASSWORD,
  PASSWORD,
  aCaller,
  anAddress,
  auditOf,
  lettersTo,
  storedPerson,
  tokenTo,
} from "@/lib/identity/fixtures";
import { requestEmailLink } from "@/lib/identity/mail-requests";
import { resetPassword } from "@/lib/identity/new-password";
import { openSession, resumeSession } from "@/lib/identity/sessions";
import { enter, signInWithPassword } from "@/lib/identity/sign-in";
import { signUp } from "@/lib/identity/sign-up";
import { verifyEmail } from "@/lib/identity/verification";
import { DAY_MS, now, plusMs } from "@/lib/platform/clock";
import { newSecret } from "@/lib/platform/ids";

const VERIFY = "verify-address";
const inADay = () => plusMs(now(), DAY_MS);

/** Signs up and returns what its browser keeps, and the token of the letter that went to the address. */
async function signsUp(email: string, password: string, name = "") {
  const { browserSecret } = await signUp({ email, password, name }, aCaller());
  return { browserSecret, token: await tokenTo(email, VERIFY) };
}

function signsIn(email: string, password: string) {
  return signInWithPassword({ email, password }, aCaller());
}

test("who signed up, in the same browser, is in and keeps the password", async () => {
  const email = anAddress();
  const mine = await signsUp(email, PASSWORD, "Ada");
  const verified = await verifyEmail(mine.token, mine.browserSecret);
  expect(verified.kind).toBe("confirmed");
  expect(await signsIn(email, PASSWORD)).toMatchObject({ kind: "signed_in" });
  const { id, name } = await storedPerson(email);
  expect(name).toBe("Ada");
  expect(await auditOf(id)).toEqual(["person.signed_up", "address.proven", "session.started"]);
});

test("the confirmation opens exactly one session", async () => {
  const email = anAddress();
  const mine = await signsUp(email, PASSWORD);
  const verified = await verifyEmail(mine.token, mine.browserSecret);
  const entry = verified.kind === "confirmed" ? verified.entry : "";
  expect(await enter(entry)).toMatchObject({ email });
  await expect(enter(entry)).rejects.toMatchObject({ code: "invalid_input" });
});

test("a stranger's password is not made good by the owner pressing the button", async () => {
  const email = anAddress();
  const stranger = await signsUp(email, OTHER_PASSWORD, "Mallory");
  const { id } = await storedPerson(email);
  const { token: session } = await openSession(id);
  const verified = await verifyEmail(stranger.token, undefined);
  expect(verified.kind).toBe("choose_password");
  await expect(signsIn(email, OTHER_PASSWORD)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await resumeSession(session)).toBeUndefined();
  expect(await storedPerson(email)).toMatchObject({
    passwordHash: null,
    name: null,
    emailVerified: expect.any(Date) as Date,
  });
});

test("the owner then chooses a password on the spot and is in", async () => {
  const email = anAddress();
  const stranger = await signsUp(email, OTHER_PASSWORD);
  const verified = await verifyEmail(stranger.token, newSecret());
  const token = verified.kind === "choose_password" ? verified.reset : "";
  const { entry } = await resetPassword({ token, password: PASSWORD }, aCaller());
  expect(await enter(entry)).toMatchObject({ email });
  expect(await signsIn(email, PASSWORD)).toMatchObject({ kind: "signed_in" });
});

test("owner first, stranger second: the owner's own link no longer vouches for the password", async () => {
  const email = anAddress();
  const owner = await signsUp(email, PASSWORD);
  await signsUp(email, OTHER_PASSWORD);
  expect((await verifyEmail(owner.token, owner.browserSecret)).kind).toBe("choose_password");
  await expect(signsIn(email, OTHER_PASSWORD)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("stranger first, owner second: the owner's link keeps the owner's password", async () => {
  const email = anAddress();
  const stranger = await signsUp(email, OTHER_PASSWORD);
  const owner = await signsUp(email, PASSWORD);
  expect((await verifyEmail(owner.token, owner.browserSecret)).kind).toBe("confirmed");
  expect(await signsIn(email, PASSWORD)).toMatchObject({ kind: "signed_in" });
  await expect(signsIn(email, OTHER_PASSWORD)).rejects.toMatchObject({ code: "unauthenticated" });
  expect((await verifyEmail(stranger.token, stranger.browserSecret)).kind).toBe("known");
});

test("stranger first, owner second, and the owner presses the button in the stranger's letter", async () => {
  const email = anAddress();
  const stranger = await signsUp(email, OTHER_PASSWORD);
  const owner = await signsUp(email, PASSWORD);
  expect((await verifyEmail(stranger.token, owner.browserSecret)).kind).toBe("choose_password");
});

test("the same password in another browser proves nothing about who chose it", async () => {
  const email = anAddress();
  const stranger = await signsUp(email, PASSWORD);
  const owner = await signsUp(email, PASSWORD);
  expect((await verifyEmail(stranger.token, owner.browserSecret)).kind).toBe("choose_password");
});

test("a stranger who asks for the letter again binds it to no browser but his own", async () => {
  const email = anAddress();
  const stranger = await signsUp(email, OTHER_PASSWORD);
  await requestEmailLink({ email }, { caller: aCaller(), browserSecret: stranger.browserSecret });
  const again = await tokenTo(email, VERIFY);
  expect(again).not.toBe(stranger.token);
  expect((await verifyEmail(again, newSecret())).kind).toBe("choose_password");
});

test("a letter asked for again by the browser that signed up keeps the password", async () => {
  const email = anAddress();
  const mine = await signsUp(email, PASSWORD);
  await requestEmailLink({ email }, { caller: aCaller(), browserSecret: mine.browserSecret });
  expect((await verifyEmail(await tokenTo(email, VERIFY), mine.browserSecret)).kind).toBe("confirmed");
});

test("a letter asked for again by another browser does not", async () => {
  const email = anAddress();
  const mine = await signsUp(email, PASSWORD);
  await requestEmailLink({ email }, { caller: aCaller() });
  expect((await verifyEmail(await tokenTo(email, VERIFY), mine.browserSecret)).kind).toBe("choose_password");
});

test("two presses at once: one is in, the other is told that the link was used", async () => {
  const email = anAddress();
  const mine = await signsUp(email, PASSWORD);
  const presses = await Promise.allSettled([1, 2].map(() => verifyEmail(mine.token, mine.browserSecret)));
  expect(presses.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a link is good for a day", async () => {
  const email = anAddress();
  const mine = await signsUp(email, PASSWORD);
  await expect(verifyEmail(mine.token, mine.browserSecret, inADay)).rejects.toMatchObject({ code: "invalid_input" });
  expect((await storedPerson(email)).emailVerified).toBeNull();
});

test("the link of somebody who is gone is dead", async () => {
  const email = anAddress();
  const mine = await signsUp(email, PASSWORD);
  const { id } = await storedPerson(email);
  await db.user.delete({ where: { id } });
  await expect(verifyEmail(mine.token, mine.browserSecret)).rejects.toMatchObject({ code: "invalid_input" });
});

test("the letter leads back to where the visitor wanted to go, and nowhere else", async () => {
  const [good, evil] = [anAddress(), anAddress()];
  await signUp({ email: good, password: PASSWORD, name: null, next: "/pricing?plan=pro" }, aCaller());
  await signUp({ email: evil, password: PASSWORD, name: null, next: "//evil.test" }, aCaller());
  expect((await lettersTo(good))[0]?.link.searchParams.get("next")).toBe("/pricing?plan=pro");
  expect((await lettersTo(evil))[0]?.link.searchParams.get("next")).toBe("/chat");
});
