import { describe, expect, test } from "vitest";
import { db, Prisma } from "@/lib/db/client";
import { keyCaller, KeyRefused, likelyCaller } from "@/lib/identity/api-keys";
import { aPerson } from "@/lib/identity/fixtures";
import { mintKey, prefixOf } from "@/lib/identity/key-format";
import { closeAccount } from "@/lib/identity/leaving";
import { DAY_MS, MINUTE_MS, plusMs } from "@/lib/platform/clock";
import { newId, sha256 } from "@/lib/platform/ids";

const START = new Date("2026-03-01T12:00:00.000Z");
const after = (ms: number) => () => plusMs(START, ms);

type Given = Partial<{
  secret: string;
  proven: boolean;
  scopes: string[];
  requestsPerMinute: number;
  budgetMicros: bigint;
  expiresAt: Date;
  revokedAt: Date;
}>;

async function aKey({ secret = mintKey(), proven = true, scopes = ["chat"], ...limits }: Given = {}) {
  const person = await aPerson({ password: null, proven });
  const id = newId();
  const facts = { name: "laptop", prefix: prefixOf(secret), keyHash: sha256(secret), scopes, ...limits };
  await db.apiKey.create({ data: { id, userId: person.id, ...facts } });
  return { id, secret, person };
}

const refusalOf = (secret: string, clock = after(0)) =>
  keyCaller(secret, clock).then(
    () => "none",
    (thrown: unknown) => (thrown instanceof KeyRefused ? thrown.reason : thrown),
  );
const usedAt = async (id: string) => (await db.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;

test("a key that nobody was given opens nothing", async () => {
  expect(await refusalOf(mintKey())).toBe("unknown");
});

test("what is not shaped like a key is refused before anybody looks for it", async () => {
  const { secret } = await aKey({ secret: `not a key ${newId()}` });
  expect(await refusalOf(secret)).toBe("malformed");
  expect(await refusalOf("")).toBe("malformed");
});

test("the hash in the database does not work as a key", async () => {
  const { secret } = await aKey();
  expect(await refusalOf(sha256(secret))).toBe("malformed");
});

test("a revoked key is refused from then on, also when the world is moved back before it", async () => {
  const { secret } = await aKey({ revokedAt: START });
  expect(await refusalOf(secret)).toBe("revoked");
  expect(await refusalOf(secret, after(-DAY_MS))).toBe("revoked");
});

test("a key works up to the moment it expires", async () => {
  const { secret } = await aKey({ expiresAt: START });
  expect(await refusalOf(secret, after(-1))).toBe("none");
  expect(await refusalOf(secret, after(0))).toBe("expired");
});

test("a key of a closed account is refused, also when the row is still there", async () => {
  const { secret, person } = await aKey();
  await db.user.update({ where: { id: person.id }, data: { closedAt: START } });
  expect(await refusalOf(secret)).toBe("closed");
});

test("who closes their account has no key any more", async () => {
  await db.user.create({ data: { id: newId(), email: `${newId()}@example.test`, role: "admin" } });
  const { id, secret, person } = await aKey();
  await db.$transaction((tx) => closeAccount(tx, person));
  expect(await refusalOf(secret)).toBe("unknown");
  expect(await db.apiKey.count({ where: { id } })).toBe(0);
});

test("a key tells whose it is and what it may do, and nothing else", async () => {
  const limits = { scopes: ["chat", "models"], requestsPerMinute: 5, budgetMicros: 7_000_000n };
  const { id, secret, person } = await aKey(limits);
  expect(await keyCaller(secret, after(0))).toStrictEqual({
    userId: person.id,
    emailVerified: true,
    key: { id, name: "laptop", ...limits },
  });
});

test("a key without limits of its own has none, and an unproven mailbox shows", async () => {
  const { secret } = await aKey({ proven: false, scopes: [] });
  const { emailVerified, key } = await keyCaller(secret, after(0));
  expect([emailVerified, key.requestsPerMinute, key.budgetMicros, key.scopes]).toEqual([
    false,
    undefined,
    undefined,
    [],
  ]);
});

test("its use is noted once a minute at most", async () => {
  const { id, secret } = await aKey();
  await keyCaller(secret, after(0));
  await expect.poll(() => usedAt(id)).toEqual(START);
  await keyCaller(secret, after(MINUTE_MS - 1));
  await keyCaller(secret, after(MINUTE_MS));
  await expect.poll(() => usedAt(id)).toEqual(after(MINUTE_MS)());
});

test("of uses at once one is noted", async () => {
  const { id, secret } = await aKey();
  const rowVersion = async () =>
    (await db.$queryRaw<{ xmin: string }[]>`SELECT xmin::text FROM api_keys WHERE id = ${id}::uuid`)[0]?.xmin;
  await Promise.all(Array.from({ length: 20 }, () => keyCaller(secret, after(0))));
  await expect.poll(() => usedAt(id)).toEqual(START);
  const version = await rowVersion();
  await Promise.all(Array.from({ length: 20 }, () => keyCaller(secret, after(1))));
  expect(await rowVersion()).toBe(version);
});

test("a use is noted also after the world was moved back behind the last", async () => {
  const { id, secret } = await aKey();
  await keyCaller(secret, after(32 * DAY_MS));
  await expect.poll(() => usedAt(id)).toEqual(after(32 * DAY_MS)());
  await keyCaller(secret, after(0));
  await expect.poll(() => usedAt(id)).toEqual(START);
});

test("a refused use is not noted", async () => {
  const { id, secret } = await aKey({ revokedAt: START });
  await refusalOf(secret);
  await refusalOf(secret, after(MINUTE_MS));
  expect(await usedAt(id)).toBeNull();
});

test("nobody waits for the note", async () => {
  const { id, secret } = await aKey();
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM api_keys WHERE id = ${id}::uuid FOR UPDATE`;
    expect((await keyCaller(secret, after(0))).key.id).toBe(id);
    expect(await usedAt(id)).toBeNull();
  });
  await expect.poll(() => usedAt(id)).toEqual(START);
});

test("no request is lost because its use could not be noted", async () => {
  const { id, secret } = await aKey();
  await db.$executeRaw`CREATE SEQUENCE refused_notes`;
  await db.$executeRaw`
    CREATE FUNCTION refuse_note() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM nextval(''refused_notes''); RAISE EXCEPTION ''no room''; END'`;
  await db.$executeRaw`CREATE TRIGGER refuse_note BEFORE UPDATE ON api_keys FOR EACH ROW EXECUTE FUNCTION refuse_note()`;
  const refusedNotes = async () =>
    (await db.$queryRaw<{ count: bigint }[]>`SELECT last_value AS count FROM refused_notes WHERE is_called`)[0]?.count;
  expect((await keyCaller(secret, after(0))).key.id).toBe(id);
  await expect.poll(refusedNotes).toBe(1n);
  // It is tried again with the next request, and noted as soon as it can be.
  await expect.poll(() => keyCaller(secret, after(1)).then(refusedNotes)).toBeGreaterThan(1n);
  await db.$executeRaw`DROP TRIGGER refuse_note ON api_keys`;
  // A note still under way may succeed now, for a moment before: hence the next minute.
  await expect
    .poll(() => keyCaller(secret, after(MINUTE_MS + 1)).then(() => usedAt(id)))
    .toEqual(after(MINUTE_MS + 1)());
});

describe("a guess at whose key it is", () => {
  /** A key whose use is noted, so that there is a guess. */
  async function aKnownKey(given: Given = {}) {
    const key = await aKey(given);
    await keyCaller(key.secret, after(0));
    await expect.poll(() => likelyCaller(key.secret, after(1))).toBeDefined();
    const stands = async (ms = 1) => {
      const sql = likelyCaller(key.secret, after(ms))?.stands;
      if (sql === undefined) return undefined;
      const [row] = await db.$queryRaw<{ stands: boolean }[]>(Prisma.sql`SELECT ${sql} AS stands`);
      return row?.stands;
    };
    return { ...key, stands };
  }

  test("is there once it was looked up and its use is noted, and holds", async () => {
    const { secret, stands } = await aKnownKey({ requestsPerMinute: 5, budgetMicros: 7n });
    expect(likelyCaller(secret, after(1))?.guess).toEqual(await keyCaller(secret, after(1)));
    expect(await stands()).toBe(true);
  });

  test.each([
    ["that is revoked", { revokedAt: START }],
    ["that has expired", { expiresAt: START }],
    ["that opens less", { scopes: ["models"] }],
    ["with another limit", { requestsPerMinute: 5 }],
    ["with another budget", { budgetMicros: 7n }],
  ])("does not hold for a key %s meanwhile, though nobody told the one who guesses", async (_what, data) => {
    const { id, stands } = await aKnownKey();
    await db.apiKey.update({ where: { id }, data });
    expect(await stands()).toBe(false);
  });

  test("does not hold for somebody whose account is closed, or whose address is not confirmed any more", async () => {
    for (const data of [{ closedAt: START }, { emailVerified: null }]) {
      const { person, stands } = await aKnownKey();
      await db.user.update({ where: { id: person.id }, data });
      expect(await stands()).toBe(false);
    }
  });

  test("is not made where looking does more: to note the use, to find an address confirmed", async () => {
    const { stands } = await aKnownKey();
    expect(await stands(MINUTE_MS)).toBeUndefined();
    const unproven = await aKey({ proven: false });
    await keyCaller(unproven.secret, after(0));
    await expect.poll(() => usedAt(unproven.id)).toEqual(START);
    expect(likelyCaller(unproven.secret, after(1))).toBeUndefined();
    expect(likelyCaller(mintKey(), after(1))).toBeUndefined();
  });
});
