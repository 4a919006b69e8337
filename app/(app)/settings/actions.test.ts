import { describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import * as actions from "@/app/(app)/settings/actions";
import { aPerson, auditOf, OTHER_PASSWORD, PASSWORD, storedPerson } from "@/lib/identity/fixtures";
import { sessionCookie } from "@/lib/identity/session-cookie";
import { resumeSession } from "@/lib/identity/sessions";
import { newSecret } from "@/lib/platform/ids";

async function signedIn(given?: Parameters<typeof aPerson>[0]) {
  const person = await aPerson(given);
  const browser = aBrowser();
  await browser.become(person);
  return { person, ...browser };
}

const ACTIONS = { ...actions };
const GOOD = {
  changeName: { name: "Ada" },
  changePassword: { password: PASSWORD, newPassword: OTHER_PASSWORD },
  signOutEverywhere: {},
  deleteAccount: { email: "nobody@example.test" },
} as const satisfies Record<keyof typeof ACTIONS, Record<string, string>>;

describe.each(Object.keys(GOOD) as (keyof typeof GOOD)[])("%s", (name) => {
  test("without a session, or with one that is over or made up, is refused", async () => {
    const { person, cookies } = await signedIn();
    const before = await storedPerson(person.email);
    for (const session of [undefined, "", newSecret(), `${cookies.get(sessionCookie.name)}x`]) {
      const browser = aBrowser();
      if (session !== undefined) browser.cookies.set(sessionCookie.name, session);
      const { state, goesTo, isRefreshed } = await browser.submit(ACTIONS[name], GOOD[name]);
      expect({ state, goesTo, isRefreshed }).toMatchObject({
        state: { message: "Please sign in." },
        isRefreshed: false,
      });
    }
    expect(await storedPerson(person.email)).toEqual(before);
  });

  test("is about who is signed in, whoever the form names", async () => {
    const victim = await aPerson({ name: "Grace" });
    const before = await storedPerson(victim.email);
    const { submit } = await signedIn();
    await submit(ACTIONS[name], {
      ...GOOD[name],
      id: victim.id,
      userId: victim.id,
      email: victim.email,
      role: "admin",
    });
    expect(await storedPerson(victim.email)).toEqual(before);
  });
});

describe("changing one's name", () => {
  test("draws the page again, because the sidebar has the name too", async () => {
    const { person, submit } = await signedIn();
    expect(await submit(actions.changeName, { name: "  Ada Lovelace " })).toEqual({
      state: { ok: true },
      isRefreshed: true,
    });
    expect((await storedPerson(person.email)).name).toBe("Ada Lovelace");
    expect(await auditOf(person.id)).toEqual(["name.changed"]);
  });

  test("an empty field takes it away; no field at all does not", async () => {
    const { person, submit } = await signedIn({ name: "Ada" });
    expect((await submit(actions.changeName, {})).state).toMatchObject({ fields: { name: ["Enter a name."] } });
    expect((await storedPerson(person.email)).name).toBe("Ada");
    await submit(actions.changeName, { name: "" });
    expect((await storedPerson(person.email)).name).toBeNull();
  });

  test("a name that is refused is shown again beside its message", async () => {
    const { submit } = await signedIn();
    const name = "x".repeat(81);
    expect(await submit(actions.changeName, { name })).toEqual({
      state: {
        ok: false,
        message: "That request is not valid.",
        fields: { name: ["Use at most 80 characters."] },
        values: { name },
      },
      isRefreshed: false,
    });
  });

  test("over and over has to wait", async () => {
    const { submit } = await signedIn();
    const states = [];
    for (let n = 0; n < 11; n += 1) states.push((await submit(actions.changeName, { name: `Ada ${n}` })).state);
    expect(states.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => ({ ok: true })));
    expect(states[10]).toMatchObject({ ok: false, message: expect.stringMatching(/Try again in/) as string });
  });
});

describe("changing one's password", () => {
  test("keeps this browser in, under a new session, and ends the others", async () => {
    const { person, cookies, submit } = await signedIn();
    const other = aBrowser();
    await other.become(person);
    const old = cookies.get(sessionCookie.name) ?? "";
    expect((await submit(actions.changePassword, GOOD.changePassword)).state).toEqual({ ok: true });
    const now = cookies.get(sessionCookie.name) ?? "";
    expect(now).not.toBe(old);
    expect(await resumeSession(now)).toMatchObject({ userId: person.id });
    expect(await resumeSession(old)).toBeUndefined();
    expect(await resumeSession(other.cookies.get(sessionCookie.name) ?? "")).toBeUndefined();
  });

  test("with a wrong one says which field is wrong, and changes nothing", async () => {
    const { person, cookies, submit } = await signedIn();
    const before = await storedPerson(person.email);
    const { state } = await submit(actions.changePassword, { password: "not it", newPassword: OTHER_PASSWORD });
    expect(state).toMatchObject({ fields: { password: ["That is not your password."] }, values: {} });
    expect(await storedPerson(person.email)).toEqual(before);
    expect(await resumeSession(cookies.get(sessionCookie.name) ?? "")).toBeDefined();
  });

  test("by who has none is told apart from a wrong one", async () => {
    const { submit } = await signedIn({ password: null });
    const { state } = await submit(actions.changePassword, GOOD.changePassword);
    expect(state).toMatchObject({ message: expect.stringMatching(/no password yet/) as string });
  });

  test("is no way to guess the old one from an open laptop", async () => {
    const { submit } = await signedIn();
    const guess = () => submit(actions.changePassword, { password: "not it", newPassword: OTHER_PASSWORD });
    for (let n = 0; n < 10; n += 1) await guess();
    expect((await guess()).state).toMatchObject({ message: expect.stringMatching(/Try again in/) as string });
  });
});

describe("signing out everywhere", () => {
  test("ends every session of this person, and nobody else's", async () => {
    const { person, cookies, submit } = await signedIn();
    const [other, neighbour] = [aBrowser(), await signedIn()];
    await other.become(person);
    const mine = [cookies, other.cookies].map((jar) => jar.get(sessionCookie.name) ?? "");
    expect(await submit(actions.signOutEverywhere)).toMatchObject({ goesTo: "/sign-in" });
    for (const session of mine) expect(await resumeSession(session)).toBeUndefined();
    expect(await resumeSession(neighbour.cookies.get(sessionCookie.name) ?? "")).toBeDefined();
    expect(cookies.has(sessionCookie.name)).toBe(false);
    expect(await auditOf(person.id)).toEqual(["sessions.ended"]);
  });
});

describe("deleting one's account", () => {
  test("signs out and leads home; without the address it stays", async () => {
    const { person, cookies, submit } = await signedIn();
    const mine = cookies.get(sessionCookie.name) ?? "";
    const refused = await submit(actions.deleteAccount, { email: "" });
    expect(refused.state).toMatchObject({ fields: { email: ["That is not the address of this account."] } });
    expect(await resumeSession(mine)).toBeDefined();
    expect(await submit(actions.deleteAccount, { email: ` ${person.email.toUpperCase()} ` })).toMatchObject({
      goesTo: "/",
    });
    expect([await resumeSession(mine), cookies.has(sessionCookie.name)]).toEqual([undefined, false]);
    expect(await auditOf(person.id)).toEqual(["account.deletion_requested"]);
  });
});
