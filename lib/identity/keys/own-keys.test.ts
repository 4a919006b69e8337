import { describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { keyCaller, KeyRefused } from "@/lib/identity/api-keys";
import { aPerson, auditOf } from "@/lib/identity/fixtures";
import { isKeyShaped, prefixOf } from "@/lib/identity/key-format";
import { createKey, listKeys, renameKey, revokeKey } from "@/lib/identity/keys/own-keys";
import { type CreateKey, MOST_KEYS } from "@/lib/identity/keys/schema";
import { closeAccount } from "@/lib/identity/leaving";
import { DAY_MS, MINUTE_MS, plusMs } from "@/lib/platform/clock";
import { newId, sha256 } from "@/lib/platform/ids";

const START = new Date("2026-03-01T12:00:00.000Z");
const after = (ms: number) => () => plusMs(START, ms);
const WISH: CreateKey = {
  name: "laptop",
  scopes: ["chat", "models"],
  days: undefined,
  requestsPerMinute: undefined,
  budgetMicros: undefined,
};

const owner = (given = {}) => aPerson({ password: null, ...given });
const make = (person: Awaited<ReturnType<typeof owner>>, wish: Partial<CreateKey> = {}, ms = 0) =>
  createKey(person, { ...WISH, ...wish }, after(ms));
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (thrown: unknown) =>
      thrown instanceof KeyRefused ? thrown.reason : ((thrown as { code?: string }).code ?? String(thrown)),
  );
/** So many at once are more than the throttle lets through. */
const unthrottled = (id: string) => db.rateBucket.deleteMany({ where: { key: `identity:keys:${id}` } });

describe("making a key", () => {
  test("needs a mailbox that is proven", async () => {
    const person = await owner({ proven: false });
    expect(await outcome(make(person))).toBe("email_not_verified");
    expect(await listKeys(person, after(0))).toEqual([]);
  });

  test("gives it once: what is stored is its hash, and what is listed its ends", async () => {
    const person = await owner();
    const { id, secret } = await make(person, { requestsPerMinute: 60, budgetMicros: 5_000_000n, days: 30 });
    expect(isKeyShaped(secret)).toBe(true);
    const row = await db.apiKey.findUniqueOrThrow({ where: { id } });
    expect(row.keyHash).toBe(sha256(secret));
    expect(Object.values(row).map(String).join(" ")).not.toContain(secret.slice(11, 30));
    expect(await listKeys(person, after(0))).toStrictEqual([
      {
        id,
        name: "laptop",
        prefix: prefixOf(secret),
        scopes: ["chat", "models"],
        requestsPerMinute: 60,
        budgetMicros: 5_000_000n,
        createdAt: START,
        lastUsedAt: null,
        expiresAt: after(30 * DAY_MS)(),
        state: "live",
        isReplaced: false,
      },
    ]);
  });

  test("makes one that works, for as long as was chosen", async () => {
    const { id, secret } = await make(await owner(), { days: 30 });
    expect((await keyCaller(secret, after(30 * DAY_MS - 1))).key.id).toBe(id);
    expect(await outcome(keyCaller(secret, after(30 * DAY_MS)))).toBe("expired");
  });

  test("is on record with what it opens, without its name and without the key", async () => {
    const person = await owner();
    const { id, secret } = await make(person, { name: "secret project" });
    const [event] = await db.auditEvent.findMany({ where: { actorId: person.id } });
    expect(event).toMatchObject({
      action: "key.created",
      subject: id,
      detail: { scopes: "chat models", days: null, hasBudget: false },
    });
    expect(JSON.stringify(event)).not.toMatch(new RegExp(`secret project|${secret.slice(7, 20)}`));
  });

  test("at the limit, of fifteen at once as many as there is room for", async () => {
    const person = await owner();
    for (let n = 0; n < MOST_KEYS - 3; n += 1) await make(person);
    await unthrottled(person.id);
    const outcomes = await Promise.all(Array.from({ length: 15 }, () => outcome(make(person))));
    expect(outcomes.filter((each) => each === "done")).toHaveLength(3);
    expect(outcomes.filter((each) => each === "conflict")).toHaveLength(12);
    expect(await db.apiKey.count({ where: { userId: person.id } })).toBe(MOST_KEYS);
    expect(await auditOf(person.id)).toHaveLength(MOST_KEYS);
  });

  test("is possible again when one was revoked, or is over", async () => {
    const person = await owner();
    const { id } = await make(person);
    await make(person, { days: 30 });
    for (let n = 2; n < MOST_KEYS; n += 1) await make(person);
    await unthrottled(person.id);
    expect(await outcome(make(person))).toBe("conflict");
    await revokeKey(person, { id }, after(0));
    expect(await outcome(make(person))).toBe("done");
    expect(await outcome(make(person, {}, 31 * DAY_MS))).toBe("done");
    expect(await outcome(make(person, {}, 31 * DAY_MS))).toBe("conflict");
  });

  test("over and over has to wait", async () => {
    const person = await owner();
    for (let n = 0; n < 30; n += 1) await revokeKey(person, await make(person), after(0));
    expect(await outcome(make(person))).toBe("too_many_requests");
    expect(await outcome(make(person, {}, MINUTE_MS))).toBe("done");
  });

  test("while the account is being closed leaves none behind", async () => {
    await db.user.create({ data: { id: newId(), email: `${newId()}@example.test`, role: "admin" } });
    for (let round = 0; round < 5; round += 1) {
      const person = await owner();
      const closing = db.$transaction((tx) => closeAccount(tx, person, after(0)));
      const outcomes = await Promise.all([outcome(make(person)), outcome(closing), outcome(make(person))]);
      expect(outcomes[1]).toBe("done");
      expect(await db.apiKey.count({ where: { userId: person.id } })).toBe(0);
      expect(await outcome(make(person))).toBe("unauthenticated");
    }
  });
});

describe("revoking a key", () => {
  test("ends it with the next request, and once more is no change", async () => {
    const person = await owner();
    const { id, secret } = await make(person);
    await keyCaller(secret, after(1));
    await Promise.all([1, 2, 3].map((ms) => revokeKey(person, { id }, after(ms))));
    expect(await outcome(keyCaller(secret, after(2)))).toBe("revoked");
    expect(await auditOf(person.id)).toEqual(["key.created", "key.revoked"]);
    expect(await listKeys(person, after(9))).toMatchObject([{ id, state: "revoked" }]);
  });

  test("never has to wait, and needs no proven mailbox: it may be leaking", async () => {
    const person = await owner();
    const made = [];
    for (let n = 0; n < MOST_KEYS; n += 1) made.push(await make(person));
    for (let n = 0; n < 30 - MOST_KEYS; n += 1)
      await renameKey(person, { id: made[0]?.id ?? "", name: `${n}` }, after(0));
    expect(await outcome(renameKey(person, { id: made[0]?.id ?? "", name: "more" }, after(0)))).toBe(
      "too_many_requests",
    );
    for (const key of made) await revokeKey({ ...person, emailVerified: false }, key, after(0));
    expect((await listKeys(person, after(0))).every(({ state }) => state === "revoked")).toBe(true);
  });
});

describe("a key of somebody else", () => {
  test("is not there: to list, to rename, to revoke", async () => {
    const [person, stranger] = [await owner(), await owner()];
    const { id, secret } = await make(person);
    expect(await listKeys(stranger, after(0))).toEqual([]);
    expect(await outcome(renameKey(stranger, { id, name: "mine" }, after(0)))).toBe("not_found");
    expect(await outcome(revokeKey(stranger, { id }, after(0)))).toBe("not_found");
    expect((await keyCaller(secret, after(0))).key.name).toBe("laptop");
    expect(await auditOf(stranger.id)).toEqual([]);
  });

  test("is answered like one that nobody has", async () => {
    const person = await owner();
    expect(await outcome(renameKey(person, { id: newId(), name: "x" }, after(0)))).toBe("not_found");
    expect(await outcome(revokeKey(person, { id: newId() }, after(0)))).toBe("not_found");
  });
});

test("a new name shows, the same again is not on record, and the key works on", async () => {
  const person = await owner();
  const { id, secret } = await make(person);
  for (const name of ["Build server", "Build server"]) await renameKey(person, { id, name }, after(0));
  expect((await listKeys(person, after(0)))[0]?.name).toBe("Build server");
  expect(await auditOf(person.id)).toEqual(["key.created", "key.renamed"]);
  expect((await keyCaller(secret, after(0))).key.name).toBe("Build server");
});

test("the list has all that are live, newest first, and of those that are over the last twenty", async () => {
  const person = await owner();
  for (let n = 0; n < 25; n += 1) {
    await revokeKey(person, await make(person, { name: `old ${n}` }, n), after(n));
  }
  const { id: expired } = await make(person, { name: "expired", days: 30 }, 30);
  await make(person, { name: "first" }, 31);
  await make(person, { name: "second" }, 32);
  const list = await listKeys(person, after(40 * DAY_MS));
  expect(list.map(({ name }) => name)).toEqual([
    "second",
    "first",
    "expired",
    ...Array.from({ length: 19 }, (_, n) => `old ${24 - n}`),
  ]);
  expect(list.find(({ id }) => id === expired)?.state).toBe("expired");
});
