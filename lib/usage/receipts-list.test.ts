import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { DAY_MS, HOUR_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { readCsv } from "@/lib/platform/testing/read-csv";
import { recordPrices } from "@/lib/usage/catalogue";
import { receiptChoices, receiptFile, receiptPage } from "@/lib/usage/receipts";
import type { Origin, ReceiptFilter, ReceiptView } from "@/lib/usage/schema";
import { aCall } from "@/lib/usage/testing/calls";
import { aPurse, NOW, now } from "@/lib/usage/testing/purses";

beforeAll(() => recordPrices());

const GRANT = 10_000_000n;

async function aKey(userId: string, name: string): Promise<string> {
  const id = newId();
  const keyHash = Buffer.from(id).toString("hex").padEnd(64, "0").slice(0, 64);
  await db.apiKey.create({ data: { id, userId, name, prefix: "parley_abcd", keyHash, scopes: [] } });
  return id;
}

async function allOf(userId: string, filter: ReceiptFilter = {}, { zone = "UTC", shown = 2 } = {}) {
  const found: ReceiptView[] = [];
  let after: string | undefined;
  do {
    const { receipts, next } = await receiptPage(userId, { filter, zone, after, shown });
    found.push(...receipts);
    after = next ?? undefined;
  } while (after !== undefined);
  return found;
}

test("a receipt says when, what for, who answered, which key asked, how many tokens of each kind, and what it cost", async () => {
  const userId = await aPurse(GRANT, "pro");
  const keyId = await aKey(userId, "Laptop");
  await aCall(userId, { model: "parley-sage", origin: "api", keyId, input: 1_000, output: 10, estimated: true }, now);
  expect(await allOf(userId)).toMatchObject([
    {
      at: NOW,
      origin: "api",
      model: "parley-sage",
      key: { id: keyId, name: "Laptop" },
      inputTokens: 1_000,
      cachedInputTokens: 0,
      outputTokens: 10,
      reasoningTokens: 0,
      embeddingTokens: 0,
      imageTokens: 0,
      estimated: true,
      chargedMicros: 1_350n,
      overrunMicros: 0n,
    },
  ]);
});

test("receipts outlive the key that they name", async () => {
  const userId = await aPurse(GRANT);
  const keyId = await aKey(userId, "Gone soon");
  await aCall(userId, { origin: "api", keyId }, now);
  await db.apiKey.delete({ where: { id: keyId } });
  expect(await allOf(userId, { key: keyId })).toMatchObject([{ key: { id: keyId, name: null } }]);
});

test("whatever is chosen, page after page shows each receipt once, the newest first, and only those", async () => {
  const call = fc.record({
    hours: fc.nat(80),
    model: fc.constantFrom("parley-swift", "parley-sage"),
    origin: fc.constantFrom<Origin>("chat", "title", "api"),
    key: fc.nat(1),
  });
  const choice = fc.record({
    model: fc.constantFrom(undefined, "parley-swift", "parley-sage", "retired"),
    origin: fc.constantFrom(undefined, "chat" as const, "title" as const, "api" as const),
    key: fc.constantFrom(undefined, 0, 1),
    from: fc.constantFrom(undefined, "2026-11-10", "2026-11-11"),
    to: fc.constantFrom(undefined, "2026-11-11", "2026-11-12"),
    zone: fc.constantFrom("UTC", "America/New_York", "Asia/Kolkata"),
    shown: fc.integer({ min: 1, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { maxLength: 10 }),
      fc.array(choice, { minLength: 6, maxLength: 6 }),
      async (calls, choices) => {
        const userId = await aPurse(GRANT, "pro");
        const keys = [await aKey(userId, "a"), await aKey(userId, "b")];
        for (const { hours, model, origin, key } of calls) {
          const keyId = origin === "api" ? { keyId: keys[key] ?? "" } : {};
          await aCall(userId, { model, origin, ...keyId }, () => plusMs(NOW, hours * HOUR_MS));
        }
        const everything = await allOf(userId, {}, { shown: 50 });
        expect(everything).toHaveLength(calls.length);
        for (const { key, zone, shown, ...rest } of choices) {
          const filter = { ...rest, key: key === undefined ? undefined : keys[key] } as ReceiptFilter;
          const expected = everything.filter((receipt) => isChosen(receipt, filter, zone));
          expect(await allOf(userId, filter, { zone, shown })).toEqual(expected);
        }
      },
    ),
    { numRuns: 8 },
  );
});

function isChosen({ at, model, origin, key }: ReceiptView, filter: ReceiptFilter, zone: string): boolean {
  // The browser's way to tell the day, which is not the one that is tested.
  const day = at.toLocaleDateString("sv-SE", { timeZone: zone });
  const isAsChosen = [
    [filter.model, model],
    [filter.origin, origin],
    [filter.key, key?.id],
  ].every(([chosen, own]) => chosen === undefined || chosen === own);
  return isAsChosen && (filter.from ?? day) <= day && (filter.to ?? day) >= day;
}

test("a day begins and ends at the person's midnight, to the receipt", async () => {
  const userId = await aPurse(GRANT);
  // The last moment of the 10th in New York, and the first of the 11th.
  const at = [new Date("2026-11-11T04:59:59.999Z"), new Date("2026-11-11T05:00:00Z")];
  for (const moment of at) await aCall(userId, {}, () => moment);
  const found = async (filter: ReceiptFilter, zone: string) =>
    (await allOf(userId, filter, { zone })).map((receipt) => receipt.at);
  expect(await found({ from: "2026-11-11" }, "America/New_York")).toEqual([at[1]]);
  expect(await found({ to: "2026-11-10" }, "America/New_York")).toEqual([at[0]]);
  expect(await found({ from: "2026-11-11", to: "2026-11-11" }, "UTC")).toEqual([at[1], at[0]]);
});

test("a page that ends within an hour, or a moment, goes on in it", async () => {
  const userId = await aPurse(GRANT);
  for (let n = 0; n < 6; n += 1)
    await aCall(userId, { origin: "title" }, () => plusMs(NOW, Math.floor(n / 2) * 60_000));
  const titles = await allOf(userId, { origin: "title" }, { shown: 1 });
  expect(new Set(titles.map(({ id }) => id)).size).toBe(6);
  expect(titles).toEqual(await allOf(userId, {}, { shown: 50 }));
});

test("nobody finds another one's receipts, whatever they choose", async () => {
  const [mine, theirs] = [await aPurse(GRANT), await aPurse(GRANT)];
  const keyId = await aKey(theirs, "Theirs");
  await aCall(theirs, { origin: "api", keyId }, now);
  const [theirReceipt] = await allOf(theirs);
  for (const filter of [{}, { key: keyId }, { origin: "api" as const }, { model: "parley-swift" }]) {
    expect(await allOf(mine, filter)).toEqual([]);
  }
  const after = `${plusMs(NOW, DAY_MS).getTime()}_${theirReceipt?.id}`;
  expect(await receiptPage(mine, { filter: {}, zone: "UTC", after })).toEqual({ receipts: [], next: null });
  expect(await receiptChoices(mine)).toEqual({ models: [], keys: [] });
  expect(await receiptChoices(theirs)).toEqual({ models: ["parley-swift"], keys: [{ id: keyId, name: "Theirs" }] });
});

test.each(["", "1", "1_2", `99999999999999_${newId()}`, `1_${newId()}; DROP TABLE users`])(
  "a place that is none, %j, is the beginning",
  async (after) => {
    const userId = await aPurse(GRANT);
    await aCall(userId, {}, now);
    expect((await receiptPage(userId, { filter: {}, zone: "UTC", after })).receipts).toHaveLength(1);
  },
);

test("the furthest place and day that can be written are still answered", async () => {
  const userId = await aPurse(GRANT);
  await aCall(userId, {}, now);
  const page = (filter: ReceiptFilter, after?: string) => receiptPage(userId, { filter, zone: "Asia/Tokyo", after });
  expect((await page({}, `9999999999999_${newId()}`)).receipts).toHaveLength(1);
  expect((await page({ from: "2000-01-01", to: "2099-12-31" })).receipts).toHaveLength(1);
  expect((await page({}, `0_${newId()}`)).receipts).toEqual([]);
});

test("the file has every receipt that was chosen, read some at a time, to the micro-dollar", async () => {
  const userId = await aPurse(GRANT);
  for (let n = 0; n < 5; n += 1) await aCall(userId, { output: 100 + n }, () => plusMs(NOW, n * DAY_MS));
  const { name, lines } = receiptFile(userId, { filter: { from: "2026-11-11" }, zone: "UTC", pageSize: 2 }, now);
  expect(name).toBe("parley-receipts-2026-11-10.csv");
  const pieces: string[] = [];
  for await (const piece of lines) pieces.push(piece);
  expect(pieces).toHaveLength(3);
  const [head, ...rows] = readCsv(pieces.join(""));
  const cost = head?.indexOf("charged_micro_usd") ?? -1;
  expect(rows.map((row) => row[cost])).toEqual(["208", "206", "204", "202"]);
  expect(rows[0]?.slice(1, 4)).toEqual(["2026-11-14T12:00:00.000Z", "chat", "parley-swift"]);
});
