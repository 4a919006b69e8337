import { describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { aCaller, aPerson, auditOf, storedPerson } from "@/lib/identity/fixtures";
import { changeName, findPerson, findUserIdByCustomer, setStripeCustomer, signInMethods } from "@/lib/identity/people";
import { openSession } from "@/lib/identity/sessions";
import { newId } from "@/lib/platform/ids";

test("nobody is found under an id or a customer nobody has", async () => {
  expect(await findPerson(newId())).toBeUndefined();
  expect(await findUserIdByCustomer("cus_nobody")).toBeUndefined();
});

test("a person is shown in five facts", async () => {
  const person = await aPerson({ name: "Ada" });
  expect(await findPerson(person.id)).toStrictEqual(person);
});

test("of two customers made for one person at once, one stands, and both callers learn which", async () => {
  const { id } = await aPerson({ password: null });
  const made = [`cus_${newId()}`, `cus_${newId()}`];
  const standing = await Promise.all(made.map((customer) => setStripeCustomer(db, id, customer)));
  expect(new Set(standing).size).toBe(1);
  expect(made).toContain(standing[0]);
  expect(await findUserIdByCustomer(standing[0] ?? "")).toBe(id);
});

test("a customer that stands is not replaced", async () => {
  const { id } = await aPerson({ password: null });
  const first = `cus_${newId()}`;
  await setStripeCustomer(db, id, first);
  expect(await setStripeCustomer(db, id, `cus_${newId()}`)).toBe(first);
});

test("a customer of two people is refused by the database", async () => {
  const customer = `cus_${newId()}`;
  await setStripeCustomer(db, (await aPerson({ password: null })).id, customer);
  const { id } = await aPerson({ password: null });
  await expect(setStripeCustomer(db, id, customer)).rejects.toThrow("23505");
});

test("a customer for somebody who is gone is not found", async () => {
  await expect(setStripeCustomer(db, newId(), "cus_1")).rejects.toMatchObject({ code: "not_found" });
});

test("the ways in are counted without those that are over", async () => {
  const person = await aPerson();
  await db.account.create({
    data: { id: newId(), userId: person.id, type: "oauth", provider: "github", providerAccountId: newId() },
  });
  await openSession(person.id);
  await openSession(person.id, db, () => new Date("2020-01-01T00:00:00Z"));
  expect(await signInMethods(person)).toEqual({ hasPassword: true, providers: ["github"], sessionCount: 1 });
});

test("who came by a link alone has no password", async () => {
  expect(await signInMethods(await aPerson({ password: null }))).toMatchObject({ hasPassword: false, providers: [] });
});

describe("a person's name", () => {
  const nameOf = async (email: string) => (await storedPerson(email)).name;

  test("can be given, changed and taken away, and each is on record", async () => {
    const person = await aPerson();
    for (const name of ["Ada", "Ada Lovelace", null]) {
      await changeName(person, { name }, { caller: aCaller() });
      expect(await nameOf(person.email)).toBe(name);
    }
    expect(await auditOf(person.id)).toEqual(["name.changed", "name.changed", "name.changed"]);
  });

  test("the same again is no change, and leaves no record", async () => {
    const person = await aPerson({ name: "Ada" });
    const { updatedAt } = await storedPerson(person.email);
    await changeName(person, { name: "Ada" }, { caller: aCaller() });
    expect(await auditOf(person.id)).toEqual([]);
    expect((await storedPerson(person.email)).updatedAt).toEqual(updatedAt);
  });

  test("pressing save twenty times at once records one change", async () => {
    const caller = aCaller();
    const person = await aPerson();
    const presses = Array.from({ length: 20 }, () => changeName(person, { name: "Ada" }, { caller }));
    const refused = (await Promise.allSettled(presses)).filter(({ status }) => status === "rejected");
    expect(await auditOf(person.id)).toEqual(["name.changed"]);
    expect(refused).toHaveLength(10);
  });

  test("the record does not hold it, because the log outlives the person", async () => {
    const person = await aPerson({ name: "Ada" });
    await changeName(person, { name: "Grace" }, { caller: aCaller() });
    const [event] = await db.auditEvent.findMany({ where: { actorId: person.id } });
    expect(JSON.stringify(event)).not.toMatch(/Ada|Grace/);
    expect(event?.detail).toEqual({ removed: false });
  });

  test("is their own: nobody else's changes with it, nor anything else of theirs", async () => {
    const [person, other] = [await aPerson({ name: "Ada" }), await aPerson({ name: "Ada" })];
    const before = await storedPerson(person.email);
    const at = new Date("2026-11-21T12:00:00Z");
    await changeName(person, { name: "Grace" }, { caller: aCaller(), clock: () => at });
    expect(await storedPerson(person.email)).toEqual({ ...before, name: "Grace", updatedAt: at });
    expect(await nameOf(other.email)).toBe("Ada");
  });

  test("of somebody who is gone is nothing to change", async () => {
    const gone = { ...(await aPerson()), id: newId() };
    await changeName(gone, { name: "Ada" }, { caller: aCaller() });
    expect(await auditOf(gone.id)).toEqual([]);
  });
});
