import { describe, expect, test } from "vitest";
import { findSubscription } from "@/lib/billing/subscription";
import { ensurePrices } from "@/lib/billing/provision";
import { standingOf } from "@/lib/billing/standing";
import { db } from "@/lib/db/client";
import { isPasswordOf } from "@/lib/identity/passwords";
import { findPerson } from "@/lib/identity/people";
import { env } from "@/lib/platform/env";
import { keyCaller } from "@/lib/identity/api-keys";
import { createKey, listKeys, revokeKey } from "@/lib/identity/keys/own-keys";
import { MOST_KEYS } from "@/lib/identity/keys/schema";
import { seedKey } from "@/prisma/seed-key";
import { seedPeople } from "@/prisma/seed-people";
import { seedSubscription } from "@/prisma/seed-subscription";
import { PRO_EMAIL, SEEDED_KEY_NAME, SEEDED_PASSWORD, SEEDED_PEOPLE } from "@/prisma/seeded-people";
import { isLiveKey } from "@/scripts/start/seeded";

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

describe("the key of the quick start", () => {
  async function pro() {
    await seedPeople();
    const { id } = await db.user.findUniqueOrThrow({ where: { email: PRO_EMAIL } });
    const viewer = await findPerson(id);
    if (viewer === undefined) throw new Error("The seeded customer is gone.");
    return viewer;
  }

  test("opens everything, has no end and no limit, and is the Pro customer's", async () => {
    const viewer = await pro();
    const secret = (await seedKey()) ?? "";
    expect(await keyCaller(secret)).toMatchObject({
      userId: viewer.id,
      emailVerified: true,
      key: { scopes: ["models", "chat", "embeddings"], requestsPerMinute: undefined, budgetMicros: undefined },
    });
    expect((await listKeys(viewer))[0]).toMatchObject({ name: SEEDED_KEY_NAME, expiresAt: null });
  });

  test("is made anew where the one before was lost, which then opens nothing; their own keys are left alone", async () => {
    const viewer = await pro();
    const unlimited = { days: undefined, requestsPerMinute: undefined, budgetMicros: undefined };
    const own = await createKey(viewer, { name: "laptop", scopes: ["chat"], ...unlimited });
    const [lost = "", found = ""] = [await seedKey(), await seedKey()];
    await expect(keyCaller(lost)).rejects.toMatchObject({ reason: "revoked" });
    for (const secret of [own.secret, found]) expect((await keyCaller(secret)).userId).toBe(viewer.id);
  });

  test("is known to be good while it is live, and to be made anew when it was revoked", async () => {
    const viewer = await pro();
    const secret = (await seedKey()) ?? "";
    expect(await isLiveKey(env.database.url, secret)).toBe(true);
    const { key } = await keyCaller(secret);
    await revokeKey(viewer, key);
    expect(await isLiveKey(env.database.url, secret)).toBe(false);
    expect(await isLiveKey(env.database.url, "parley_of_another_database")).toBe(false);
  });

  test("is none where they have made as many as there may be: the start goes on without", async () => {
    const viewer = await pro();
    const alive = (await listKeys(viewer)).filter(({ state }) => state === "live");
    await db.apiKey.createMany({
      data: Array.from({ length: MOST_KEYS - alive.length }, (_, n) => ({
        id: `01930000-0000-7000-8000-0000000000${10 + n}`,
        userId: viewer.id,
        name: "mine",
        prefix: "parley_…",
        keyHash: String(n).padStart(64, "0"),
      })),
    });
    expect(await seedKey()).toBeUndefined();
  });
});
