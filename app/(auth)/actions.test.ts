import { describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import * as actions from "@/app/(auth)/actions";
import { db } from "@/lib/db/client";
import {
  aPerson,
  anAddress,
  lettersTo,
  OTHER_PASSWORD,
  PASSWORD,
  storedPerson,
  tokenTo,
} from "@/lib/identity/fixtures";
import { mintToken } from "@/lib/identity/links";
import { sessionCookie, signUpCookie } from "@/lib/identity/session-cookie";
import { resumeSession } from "@/lib/identity/sessions";
import { newSecret } from "@/lib/platform/ids";

type Browser = ReturnType<typeof aBrowser>;

const isIn = async ({ cookies }: Browser) => (await resumeSession(cookies.get(sessionCookie.name) ?? ""))?.email;

/** A person who has signed up in this browser and not yet pressed the letter's button. */
async function whoSignedUp(browser: Browser, next?: string) {
  const email = anAddress();
  await browser.submit(actions.signUp, { email, password: PASSWORD, ...(next ? { next } : {}) });
  return { email, token: await tokenTo(email, "verify-address") };
}

const EVERY = Object.entries(actions).filter(([name]) => name !== "signOut");

describe("every form", () => {
  test.each(EVERY)(
    "%s refuses a file, or nothing, where a text belongs, and changes nothing",
    async (_name, action) => {
      const browser = aBrowser();
      const names = ["email", "password", "token", "next", "provider", "name"];
      const files = Object.fromEntries(names.map((name) => [name, new File(["ada@example.test"], "a.txt")]));
      for (const fields of [{}, files]) {
        const { state, goesTo } = await browser.submit(action, fields);
        expect(goesTo).toBeUndefined();
        expect(state).toMatchObject({ ok: false, fields: expect.any(Object) as object });
      }
      expect(browser.cookies.size).toBe(0);
    },
  );

  test.each(EVERY)("%s never gives a password or a token back to the page", async (_name, action) => {
    const secrets = { password: "s3cret-in-the-page", token: "t0ken-in-the-page" };
    const { state } = await aBrowser().submit(action, { email: "no address", provider: "none", ...secrets });
    expect(state).toMatchObject({ ok: false });
    expect(JSON.stringify(state)).not.toMatch(/s3cret|t0ken/);
  });
});

describe("signing up", () => {
  test("leads to the mail, is remembered by this browser, and signs nobody in", async () => {
    const browser = aBrowser();
    const email = anAddress();
    expect(await browser.submit(actions.signUp, { email, password: PASSWORD })).toMatchObject({
      goesTo: "/check-mail",
    });
    expect([...browser.cookies.keys()]).toEqual([signUpCookie.name]);
    expect(await lettersTo(email)).toMatchObject([{ template: "verify-address" }]);
  });

  test("with an address that is taken looks the same from outside", async () => {
    const { email } = await aPerson();
    const browser = aBrowser();
    const taken = await browser.submit(actions.signUp, { email, password: OTHER_PASSWORD });
    expect(taken).toEqual(await aBrowser().submit(actions.signUp, { email: anAddress(), password: PASSWORD }));
    expect([...browser.cookies.keys()]).toEqual([signUpCookie.name]);
    expect(await aBrowser().submit(actions.signIn, { email, password: PASSWORD })).toMatchObject({ goesTo: "/chat" });
  });

  test("makes nobody more than a user, whatever the form brings", async () => {
    const email = anAddress();
    const more = { role: "admin", emailVerified: "2026-01-01", id: "1", stripeCustomerId: "cus_1" };
    await aBrowser().submit(actions.signUp, { email, password: PASSWORD, ...more });
    expect(await storedPerson(email)).toMatchObject({ role: "user", emailVerified: null, stripeCustomerId: null });
  });

  test("says what is wrong with which field, and keeps the address", async () => {
    const { state } = await aBrowser().submit(actions.signUp, { email: "ada@example.test", password: "short" });
    expect(state).toMatchObject({
      fields: { password: ["Use at least 10 characters."] },
      values: { email: "ada@example.test" },
    });
  });
});

describe("confirming an address", () => {
  test("in the browser that signed up signs in, goes where one was going, and forgets the sign-up", async () => {
    const browser = aBrowser();
    const { email, token } = await whoSignedUp(browser);
    const outcome = await browser.submit(actions.verifyEmail, { token, next: "/billing?plan=pro" });
    expect(outcome.goesTo).toBe("/billing?plan=pro");
    expect(await isIn(browser)).toBe(email);
    expect(browser.cookies.has(signUpCookie.name)).toBe(false);
  });

  test("in another browser leads to a new password, not in", async () => {
    const { token } = await whoSignedUp(aBrowser());
    const other = aBrowser();
    const { goesTo = "" } = await other.submit(actions.verifyEmail, { token });
    expect(goesTo).toMatch(/^\/reset-password\?next=%2Fchat&token=[\w-]{43}$/);
    expect(await isIn(other)).toBeUndefined();
    const reset = new URLSearchParams(goesTo.split("?")[1]).get("token") ?? "";
    expect(await other.submit(actions.resetPassword, { token: reset, password: OTHER_PASSWORD })).toMatchObject({
      goesTo: "/chat",
    });
  });

  test("of an address that was proven before leads to sign in", async () => {
    const { email } = await aPerson();
    const token = await mintToken(db, { purpose: "verify", email });
    expect(await aBrowser().submit(actions.verifyEmail, { token })).toMatchObject({ goesTo: "/sign-in?next=%2Fchat" });
  });

  test("works once", async () => {
    const browser = aBrowser();
    const { token } = await whoSignedUp(browser);
    await browser.submit(actions.verifyEmail, { token });
    const { state } = await aBrowser().submit(actions.verifyEmail, { token });
    expect(state).toMatchObject({ message: expect.stringMatching(/expired or was used before/) as string });
  });
});

describe("an address that waits for its proof", () => {
  test("gets another letter by signing in, which this browser may then use, and nothing else", async () => {
    const { email } = await whoSignedUp(aBrowser());
    const before = await storedPerson(email);
    const later = aBrowser();
    const { state } = await later.submit(actions.signIn, { email, password: PASSWORD });
    expect(state).toMatchObject({ message: expect.stringMatching(/sent you a new letter/) as string });
    expect(await isIn(later)).toBeUndefined();
    expect(await storedPerson(email)).toEqual(before);
    const token = await tokenTo(email, "verify-address");
    expect(await later.submit(actions.verifyEmail, { token })).toMatchObject({ goesTo: "/chat" });
    expect(await isIn(later)).toBe(email);
  });

  test("gets another letter by asking for one, and the password that this browser chose stays", async () => {
    const browser = aBrowser();
    const { email } = await whoSignedUp(browser);
    expect(await browser.submit(actions.requestEmailLink, { email })).toMatchObject({ goesTo: "/check-mail" });
    const token = await tokenTo(email, "verify-address");
    expect((await lettersTo(email)).map(({ template }) => template)).toEqual(["verify-address", "verify-address"]);
    await browser.submit(actions.verifyEmail, { token });
    expect(await aBrowser().submit(actions.signIn, { email, password: PASSWORD })).toMatchObject({ goesTo: "/chat" });
  });
});

describe("signing in", () => {
  test("opens a session here and goes where one was going", async () => {
    const { email } = await aPerson();
    const browser = aBrowser();
    const outcome = await browser.submit(actions.signIn, { email, password: PASSWORD, next: "/settings" });
    expect(outcome).toMatchObject({ goesTo: "/settings" });
    expect(await isIn(browser)).toBe(email);
  });

  test.each(["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/chat\u0000"])(
    "does not lead to %j",
    async (next) => {
      const { email } = await aPerson();
      const { goesTo } = await aBrowser().submit(actions.signIn, { email, password: PASSWORD, next });
      expect(goesTo).toBe("/chat");
    },
  );

  test("a wrong password and an unknown address get the same answer and no cookie", async () => {
    const { email } = await aPerson();
    const answers = [];
    for (const who of [email, anAddress()]) {
      const browser = aBrowser();
      const { state } = await browser.submit(actions.signIn, { email: who, password: OTHER_PASSWORD });
      answers.push({ ...state, values: undefined });
      expect(browser.cookies.size).toBe(0);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ message: "That address and password do not go together." });
  });

  test("the eleventh guess at one account waits, from wherever it comes; the owner's neighbour does not", async () => {
    const { email } = await aPerson();
    const guess = () => aBrowser().submit(actions.signIn, { email, password: OTHER_PASSWORD });
    for (let n = 0; n < 10; n += 1) expect((await guess()).state).toMatchObject({ message: /go together/ });
    expect((await guess()).state).toMatchObject({ message: expect.stringMatching(/Try again in/) as string });
    const { email: neighbour } = await aPerson();
    expect(await aBrowser().submit(actions.signIn, { email: neighbour, password: PASSWORD })).toMatchObject({
      goesTo: "/chat",
    });
  });

  test("with a provider that nobody configured is refused, not tried", async () => {
    for (const provider of ["entry", "okta", "__proto__"]) {
      const { state } = await aBrowser().submit(actions.signInWith, { provider });
      expect(state).toMatchObject({ ok: false, fields: { provider: expect.any(Array) as string[] } });
    }
  });
});

describe("a mailed link", () => {
  test("signs in who presses its button, once", async () => {
    const { email } = await aPerson();
    const token = await mintToken(db, { purpose: "sign-in", email });
    const browser = aBrowser();
    expect(await browser.submit(actions.confirmEmailLink, { token, next: "/settings" })).toMatchObject({
      goesTo: "/settings",
    });
    expect(await isIn(browser)).toBe(email);
    const late = aBrowser();
    expect((await late.submit(actions.confirmEmailLink, { token })).state).toMatchObject({ ok: false });
    expect(late.cookies.size).toBe(0);
  });

  test("is good for nothing but what it was sent for", async () => {
    const { email } = await aPerson();
    const reset = await mintToken(db, { purpose: "reset", email });
    const link = await mintToken(db, { purpose: "sign-in", email });
    const attempts = [
      [actions.confirmEmailLink, { token: reset }],
      [actions.verifyEmail, { token: link }],
      [actions.resetPassword, { token: link, password: OTHER_PASSWORD }],
      [actions.confirmEmailLink, { token: newSecret() }],
    ] as const;
    for (const [action, fields] of attempts) {
      expect((await aBrowser().submit(action, fields)).state).toMatchObject({
        message: expect.stringMatching(/expired or was used/) as string,
      });
    }
  });

  test("to a forgotten password sets a new one and signs in; the old one and other sessions are over", async () => {
    const person = await aPerson();
    const elsewhere = aBrowser();
    await elsewhere.become(person);
    expect(await aBrowser().submit(actions.requestPasswordReset, { email: person.email })).toMatchObject({
      goesTo: "/check-mail",
    });
    const browser = aBrowser();
    const token = await tokenTo(person.email, "reset-password");
    await browser.submit(actions.resetPassword, { token, password: OTHER_PASSWORD });
    expect(await isIn(browser)).toBe(person.email);
    expect(await isIn(elsewhere)).toBeUndefined();
    const old = await aBrowser().submit(actions.signIn, { email: person.email, password: PASSWORD });
    expect(old.state).toMatchObject({ ok: false });
  });

  test("a guessable new password leaves the link good for a better one", async () => {
    const { email } = await aPerson();
    const token = await mintToken(db, { purpose: "reset", email });
    const { state } = await aBrowser().submit(actions.resetPassword, { token, password: "password1234" });
    expect(state).toMatchObject({ fields: { password: expect.any(Array) as string[] } });
    expect(await aBrowser().submit(actions.resetPassword, { token, password: OTHER_PASSWORD })).toMatchObject({
      goesTo: "/chat",
    });
  });

  test("is asked for without telling whether there is an account", async () => {
    const { email } = await aPerson();
    for (const action of [actions.requestPasswordReset, actions.requestEmailLink]) {
      const known = await aBrowser().submit(action, { email });
      expect(known).toEqual(await aBrowser().submit(action, { email: anAddress() }));
    }
  });

  test("the sixth letter to one address waits, whoever asks", async () => {
    const email = anAddress();
    for (let n = 0; n < 5; n += 1) await aBrowser().submit(actions.requestEmailLink, { email });
    const { state, goesTo } = await aBrowser().submit(actions.requestPasswordReset, { email });
    expect(goesTo).toBeUndefined();
    expect(state).toMatchObject({ ok: false, message: expect.stringMatching(/Try again in/) as string });
  });
});

describe("signing out", () => {
  test("ends this browser's session and no other", async () => {
    const person = await aPerson();
    const [here, there] = [aBrowser(), aBrowser()];
    await here.become(person);
    await there.become(person);
    const kept = new Map(here.cookies);
    expect(await here.submit(actions.signOut)).toMatchObject({ goesTo: "/" });
    expect(here.cookies.has(sessionCookie.name)).toBe(false);
    expect(await resumeSession(kept.get(sessionCookie.name) ?? "")).toBeUndefined();
    expect(await isIn(there)).toBe(person.email);
  });

  test("by who is not signed in leads home all the same", async () => {
    expect(await aBrowser().submit(actions.signOut)).toMatchObject({ goesTo: "/" });
  });
});
