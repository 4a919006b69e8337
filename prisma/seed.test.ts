import { expect, test } from "vitest";
import { findSubscription } from "@/lib/billing/subscription";
import { ensurePrices } from "@/lib/billing/provision";
import { standingOf } from "@/lib/billing/standing";
import { db } from "@/lib/db/client";
import { isPasswordOf } from "@/lib/identity/passwords";
import { findPerson } from "@/lib/identity/people";
import { seedPeople } from "@/prisma/seed-people";
import { seedSubscription } from "@/prisma/seed-subscription";
import { PRO_EMAIL, SEEDED_PASSWORD, SEEDED_PEOPLE } from "@/prisma/seeded-people";

const people = () => db.user.findMany({ orderBy: { email: "asc" }, omit: { passwordHash: false } });

test("the seeded people are there once, confirmed, and can sign in", async () => {
  expect(await seedPeople()).toBe(true);
  expect(await seedPeople()).toBe(false);
  const found = await people();
  expect(found.map(({ email, role }) => ({ email, role }))).toEqual(
    SEEDED_PEOPLE.map(({ email, role }) => ({ email, role })).toSorted((one, other) =>
      one.email.localeCompare(other.email),
    ),
  );
  for (const { passwordHash, emailVerified } of found) {
    expect(emailVerified).not.toBeNull();
    expect(await isPasswordOf(passwordHash, SEEDED_PASSWORD)).toBe(true);
  }
});

test("a name that was changed since stays changed, and only who is missing comes back", async () => {
  await seedPeople();
  await db.user.update({ where: { email: PRO_EMAIL }, data: { name: "Prue" } });
  await db.user.delete({ where: { email: "free@parley.test" } });
  expect(await seedPeople()).toBe(true);
  expect((await people()).map(({ name }) => name)).toEqual(["Ada Admin", "Frida Free", "Prue"]);
});

test("the Pro customer pays, once, however often the seed runs", async () => {
  await seedPeople();
  await ensurePrices();
  expect(await seedSubscription()).toBe(true);
  expect(await seedSubscription()).toBe(false);
  const { id } = await db.user.findUniqueOrThrow({ where: { email: PRO_EMAIL } });
  expect(await standingOf(id)).toMatchObject({ plan: "pro" });
  const rows = await db.subscription.findMany({ where: { userId: id } });
  expect(rows.map(({ status, isPrimary }) => ({ status, isPrimary }))).toEqual([{ status: "active", isPrimary: true }]);
  const viewer = await findPerson(id);
  expect(viewer && (await findSubscription(viewer, rows[0]?.id ?? "")).plan).toBe("pro");
});

test("rows that were lost are read from Stripe again", async () => {
  const { id } = await db.user.findUniqueOrThrow({ where: { email: PRO_EMAIL } });
  await db.subscription.deleteMany({ where: { userId: id } });
  expect(await seedSubscription()).toBe(false);
  expect(await standingOf(id)).toMatchObject({ plan: "pro" });
});
