import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { keyCaller, KeyRefused } from "@/lib/identity/api-keys";
import { aPerson, auditOf } from "@/lib/identity/fixtures";
import { createKey, listKeys, revokeKey } from "@/lib/identity/keys/own-keys";
import { rotateKey } from "@/lib/identity/keys/rotate-key";
import { type CreateKey, MOST_KEYS, OVERLAPS, type Overlap } from "@/lib/identity/keys/schema";
import { DAY_MS, plusMs } from "@/lib/platform/clock";

const START = new Date("2026-03-01T12:00:00.000Z");
const after = (ms: number) => () => plusMs(START, ms);
const WISH: CreateKey = {
  name: "laptop",
  scopes: ["chat"],
  days: 90,
  requestsPerMinute: 60,
  budgetMicros: 5_000_000n,
};

async function aKey(wish: Partial<CreateKey> = {}) {
  const person = await aPerson({ password: null });
  return { person, ...(await createKey(person, { ...WISH, ...wish }, after(0))) };
}

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (thrown: unknown) =>
      thrown instanceof KeyRefused ? thrown.reason : ((thrown as { code?: string }).code ?? String(thrown)),
  );

describe("a rotated key", () => {
  test.each<[Overlap, hours: number]>([
    ["day", 24],
    ["week", 168],
  ])("with an overlap of a %s works on for %d hours beside the new one", async (overlap, hours) => {
    const { person, id, secret } = await aKey();
    const made = await rotateKey(person, { id, overlap }, after(0));
    const end = hours * 3_600_000;
    expect(await Promise.all([secret, made.secret].map((key) => outcome(keyCaller(key, after(end - 1)))))).toEqual([
      "done",
      "done",
    ]);
    expect(await outcome(keyCaller(secret, after(end)))).toBe("expired");
    expect(await outcome(keyCaller(made.secret, after(end)))).toBe("done");
  });

  test("without an overlap ends at once", async () => {
    const { person, id, secret } = await aKey();
    const made = await rotateKey(person, { id, overlap: "none" }, after(0));
    expect(await outcome(keyCaller(secret, after(0)))).toBe("revoked");
    expect(await outcome(keyCaller(made.secret, after(0)))).toBe("done");
  });

  test("hands on its name, scopes, limits and length of life", async () => {
    const { person, id } = await aKey();
    const made = await rotateKey(person, { id, overlap: "day" }, after(80 * DAY_MS));
    const [successor, old] = await listKeys(person, after(80 * DAY_MS));
    expect(successor).toMatchObject({
      id: made.id,
      ...WISH_SHOWN,
      expiresAt: after(170 * DAY_MS)(),
      isReplaced: false,
    });
    expect(old).toMatchObject({ id, state: "live", isReplaced: true, expiresAt: after(81 * DAY_MS)() });
    expect(await auditOf(person.id)).toEqual(["key.created", "key.rotated"]);
  });

  test("never ends later than it would have anyway", async () => {
    const { person, id, secret } = await aKey({ days: 30 });
    await rotateKey(person, { id, overlap: "week" }, after(29 * DAY_MS));
    expect(await outcome(keyCaller(secret, after(30 * DAY_MS)))).toBe("expired");
  });

  test("without an end has a successor without one", async () => {
    const { person, id } = await aKey({ days: undefined });
    await rotateKey(person, { id, overlap: "none" }, after(0));
    expect((await listKeys(person, after(0)))[0]).toMatchObject({ expiresAt: null, state: "live" });
  });

  test("has one successor, however often it is pressed at once", async () => {
    const { person, id } = await aKey();
    const presses = OVERLAPS.flatMap((overlap) => [overlap, overlap]);
    const outcomes = await Promise.all(presses.map((overlap) => outcome(rotateKey(person, { id, overlap }, after(0)))));
    expect(outcomes.toSorted()).toEqual(["conflict", "conflict", "conflict", "conflict", "conflict", "done"]);
    expect(await db.apiKey.count({ where: { userId: person.id } })).toBe(2);
  });

  test("that is over, or revoked, has none", async () => {
    const { person, id } = await aKey({ days: 30 });
    expect(await outcome(rotateKey(person, { id, overlap: "day" }, after(30 * DAY_MS)))).toBe("conflict");
    await revokeKey(person, { id }, after(0));
    expect(await outcome(rotateKey(person, { id, overlap: "day" }, after(0)))).toBe("conflict");
    expect(await db.apiKey.count({ where: { userId: person.id } })).toBe(1);
  });

  test("of somebody else is not there, and stays as it is", async () => {
    const [{ id, secret }, { person: stranger }] = [await aKey(), await aKey()];
    expect(await outcome(rotateKey(stranger, { id, overlap: "none" }, after(0)))).toBe("not_found");
    expect(await outcome(keyCaller(secret, after(0)))).toBe("done");
  });

  test("needs a proven mailbox", async () => {
    const { person, id } = await aKey();
    const unproven = { ...person, emailVerified: false };
    expect(await outcome(rotateKey(unproven, { id, overlap: "none" }, after(0)))).toBe("email_not_verified");
  });

  test("at the limit has room only where the old one ends at once, and is untouched otherwise", async () => {
    const { person, id, secret } = await aKey();
    for (let n = 1; n < MOST_KEYS; n += 1) await createKey(person, WISH, after(0));
    expect(await outcome(rotateKey(person, { id, overlap: "day" }, after(0)))).toBe("conflict");
    expect(await outcome(keyCaller(secret, after(2 * DAY_MS)))).toBe("done");
    expect(await outcome(rotateKey(person, { id, overlap: "none" }, after(0)))).toBe("done");
  });
});

const WISH_SHOWN = { name: "laptop", scopes: ["chat"], requestsPerMinute: 60, budgetMicros: 5_000_000n, state: "live" };

test("whatever is made, rotated and revoked at once: never more than may live, and each chain has one live end", async () => {
  const step = fc.constantFrom("make", "none", "day", "week", "revoke");
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 12 }), async (steps) => {
      const { person, id } = await aKey();
      for (let n = 1; n < MOST_KEYS - 2; n += 1) await createKey(person, WISH, after(0));
      await db.rateBucket.deleteMany({ where: { key: `identity:keys:${person.id}` } });
      const outcomes = await Promise.all(
        steps.map((each) => {
          if (each === "make") return outcome(createKey(person, WISH, after(0)));
          if (each === "revoke") return outcome(revokeKey(person, { id }, after(0)));
          return outcome(rotateKey(person, { id, overlap: each }, after(0)));
        }),
      );
      const keys = await listKeys(person, after(0));
      expect(keys.filter(({ state }) => state === "live").length).toBeLessThanOrEqual(MOST_KEYS);
      expect(outcomes.every((each) => each === "done" || each === "conflict")).toBe(true);
      expect(await db.apiKey.count({ where: { rotatedFromId: id } })).toBeLessThanOrEqual(1);
    }),
    { numRuns: 8 },
  );
});
