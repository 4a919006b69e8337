import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { aPerson } from "@/lib/identity/fixtures";
import { findPerson, findUserIdByCustomer, setStripeCustomer, signInMethods } from "@/lib/identity/people";
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
