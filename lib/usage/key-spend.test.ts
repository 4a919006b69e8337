import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { recordPrices } from "@/lib/usage/catalogue";
import { keySpendOf } from "@/lib/usage/key-spend";
import { aCall } from "@/lib/usage/testing/calls";
import { aPurse, now, PERIOD } from "@/lib/usage/testing/purses";

beforeAll(() => recordPrices());

test("each key's part of the cycle is what its receipts add up to, and of a chat nothing", async () => {
  const userId = await aPurse(10_000_000n);
  const [one, other] = [newId(), newId()];
  for (const keyId of [one, one, other]) await aCall(userId, { origin: "api", keyId, output: 100 }, now);
  await aCall(userId, { output: 100 }, now);
  const receipts = await db.ledgerTransfer.findMany({ where: { userId, kind: "settle" } });
  const sumOf = (keyId: string) =>
    receipts
      .filter(({ apiKeyId }) => apiKeyId === keyId)
      .reduce((sum, { chargedMicros }) => sum + (chargedMicros ?? 0n), 0n);
  expect(sumOf(one)).toBe(2n * sumOf(other));
  expect(await keySpendOf(userId, now)).toEqual({ [one]: sumOf(one), [other]: sumOf(other) });
});

test("begins afresh with the next cycle", async () => {
  const userId = await aPurse(10_000_000n);
  await aCall(userId, { origin: "api", keyId: newId() }, now);
  expect(await keySpendOf(userId, () => PERIOD.endsAt)).toEqual({});
});

test("of somebody else's keys tells nothing", async () => {
  const [userId, stranger] = [await aPurse(10_000_000n), await aPurse(10_000_000n)];
  await aCall(userId, { origin: "api", keyId: newId() }, now);
  expect(await keySpendOf(stranger, now)).toEqual({});
});

function aFile() {
  const facts = {
    kind: "document",
    name: "notes.md",
    mediaType: "text/markdown",
    sizeBytes: 5,
    boundTokens: 6,
  } as const;
  return { ...facts, sha256: "0".repeat(64), storageKey: newId(), text: "Hello", createdAt: now() };
}

test("is not kept by the keys: who deletes them, their chats and their files has used as much, and has as much left", async () => {
  const userId = await aPurse(10_000_000n);
  const keyId = newId();
  const key = {
    name: "laptop",
    prefix: "parley_…",
    keyHash: keyId.replaceAll("-", "").padEnd(64, "0"),
    scopes: ["chat"],
  };
  await db.apiKey.create({ data: { id: keyId, userId, ...key } });
  await db.conversation.create({ data: { id: newId(), userId, lastMessageAt: now() } });
  await db.attachment.create({ data: { id: newId(), userId, ...aFile() } });
  await aCall(userId, { origin: "api", keyId, output: 100 }, now);
  await aCall(userId, { output: 100 }, now);
  const books = async () => ({
    transfers: await db.ledgerTransfer.findMany({
      where: { userId },
      include: { entries: true },
      orderBy: { id: "asc" },
    }),
    accounts: await db.ledgerAccount.findMany({ where: { userId }, orderBy: { id: "asc" } }),
    allowance: await allowanceFor(userId, now),
    spent: await keySpendOf(userId, now),
  });
  const before = await books();
  await db.apiKey.deleteMany({ where: { userId } });
  await db.conversation.deleteMany({ where: { userId } });
  expect(await db.attachment.deleteMany({ where: { userId } })).toEqual({ count: 1 });
  expect(await books()).toEqual(before);
  expect(before.transfers.length).toBeGreaterThan(3);
});
