import { beforeAll, expect, test } from "vitest";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { marginView } from "@/lib/insights/margin";
import { marginFile } from "@/lib/insights/margin-export";
import { ratesOf } from "@/lib/insights/margin-sums";
import { readCsv } from "@/lib/platform/testing/read-csv";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";
import { recordPrices } from "@/lib/usage/catalogue";
import { creditPurchases } from "@/lib/usage/credits";
import { putCycle } from "@/lib/usage/queries/cycles";
import { usageReport } from "@/lib/usage/overview";
import { receiptFile } from "@/lib/usage/receipts";
import { statementsOf } from "@/lib/usage/statements";
import { aCall } from "@/lib/usage/testing/calls";
import { bought, given, takenBack } from "@/lib/usage/testing/purses";

const NOVEMBER = new Date("2026-11-10T12:00:00Z");
const OCTOBER = new Date("2026-10-20T12:00:00Z");
const NOW = () => new Date("2026-11-21T12:00:00Z");
const GIVEN = 100_000n;
const EURO = ratesOf("eur=1.08");

let [ada, ben, cyd]: Viewer[] = [];

type Paid = { plan?: string | null; currency?: string; minor: number; at?: Date; refunded?: number };

/** An invoice of a subscription, and the payment that paid it, as the sync writes them. */
async function paid(
  { id: userId }: Viewer,
  { plan = "pro", currency = "usd", minor, at = NOVEMBER, refunded = 0 }: Paid,
) {
  const [id, subscriptionId] = [newId(), `sub_${newId()}`];
  const facts = { userId, customerId: `cus_${userId}`, currency, livemode: false, stripeCreatedAt: at, syncedAt: at };
  const price = { priceId: "price_1", interval: "month", unitAmountMinor: minor };
  await db.subscription.create({ data: { ...facts, ...price, id: subscriptionId, status: "canceled", plan } });
  const amounts = { totalMinor: minor, amountDueMinor: minor, amountPaidMinor: minor, amountRemainingMinor: 0 };
  await db.invoice.create({ data: { ...facts, ...amounts, id: `in_${id}`, subscriptionId, status: "paid" } });
  const payment = { status: "succeeded", amountMinor: minor, receivedMinor: minor, refundedMinor: refunded };
  await db.payment.create({ data: { ...facts, ...payment, id: `pi_${id}`, invoiceId: `in_${id}` } });
}

async function opens({ id: userId }: Viewer, plan: "free" | "pro", grantMicros: bigint) {
  const period = { startsAt: new Date("2026-10-15T07:30:00Z"), endsAt: new Date("2026-11-15T07:30:00Z") };
  // Whoever has no subscription has had Free's cycles since they came: this is the first.
  await db.user.update({ where: { id: userId }, data: { createdAt: period.startsAt } });
  await putCycle({ userId, plan, period, grantMicros }, OCTOBER);
}

/** A month of mixed use: chats, titles, programs, credits and gifts, of three people, over the end of a month. */
beforeAll(async () => {
  await recordPrices();
  [ada, ben, cyd] = [await aPerson(), await aPerson(), await aPerson()];
  await Promise.all([opens(ada, "pro", 10_000_000n), opens(ben, "free", 200_000n), opens(cyd, "pro", 10_000_000n)]);
  await paid(ada, { minor: 1_900 });
  await paid(ada, { minor: 1_900, at: OCTOBER, refunded: 500 });
  await paid(cyd, { plan: "enterprise", currency: "eur", minor: 9_900 });
  await paid(cyd, { plan: null, currency: "jpy", minor: 700 });
  const pack = await bought(ben.id, { micros: 6_000_000n });
  await db.creditPurchase.update({ where: { id: pack }, data: { boughtAt: NOVEMBER } });
  // Its payment is a row of the payments too, refund and all: that counts once.
  const payment = {
    status: "succeeded",
    currency: "usd",
    amountMinor: 1_000,
    receivedMinor: 1_000,
    refundedMinor: 100,
  };
  const facts = { customerId: "cus_b", livemode: false, stripeCreatedAt: NOVEMBER, syncedAt: NOVEMBER };
  await db.payment.create({ data: { ...payment, ...facts, id: pack, userId: ben.id } });
  await db.creditPurchase.update({ where: { id: pack }, data: { returnedMinor: 100 } });
  await creditPurchases(ben.id, () => NOVEMBER);
  await given(ben.id, { micros: GIVEN, days: 60 }, () => OCTOBER);
  const mistake = await given(ben.id, { micros: 80_000n, days: 90 }, () => OCTOBER);
  for (const at of [OCTOBER, NOVEMBER]) {
    await aCall(ada.id, { model: "parley-sage", input: 1_000, output: 800 }, () => at);
    await aCall(ada.id, { origin: "title", input: 30, output: 6, estimated: true }, () => at);
    await aCall(ada.id, { origin: "api", keyId: newId(), input: 2_000, output: 4_000 }, () => at);
    for (let n = 0; n < 30; n += 1) await aCall(ben.id, { input: 90, output: 4_090 }, () => at);
    await aCall(cyd.id, { input: 10, output: 10 }, () => at);
    // More than its hold: the rest is on us.
    await aCall(cyd.id, { input: 100_000, output: 10, promised: 10 }, () => at);
    await takenBack(ben.id, mistake, () => at);
  }
});

const view = (month = "2026-11", rates = EURO) => marginView({ month, rates }, NOW);

test("a month's revenue is what invoices and packs brought, less what went back, by currency", async () => {
  const { months } = await view();
  const [october, november] = months.slice(-2);
  expect(months).toHaveLength(12);
  expect(october?.revenue).toEqual([
    { currency: "usd", invoicesMinor: 1_900, refundedMinor: 500, packsMinor: 0, packsReturnedMinor: 0 },
  ]);
  expect(november?.revenue).toEqual([
    { currency: "eur", invoicesMinor: 9_900, refundedMinor: 0, packsMinor: 0, packsReturnedMinor: 0 },
    { currency: "jpy", invoicesMinor: 700, refundedMinor: 0, packsMinor: 0, packsReturnedMinor: 0 },
    { currency: "usd", invoicesMinor: 1_900, refundedMinor: 0, packsMinor: 1_000, packsReturnedMinor: 100 },
  ]);
});

test("a currency is converted where it has a rate, exactly; others stand apart", async () => {
  const november = (await view()).months.at(-1);
  // 28 dollars, and 99 euros at 1.08.
  expect(november?.netMicros).toBe(28_000_000n + 106_920_000n - (november?.costMicros ?? 0n));
  expect(november?.apart).toEqual(["jpy"]);
  const without = (await view("2026-11", ratesOf(""))).months.at(-1);
  expect(without?.apart).toEqual(["eur", "jpy"]);
  expect(without?.netMicros).toBe(28_000_000n - (november?.costMicros ?? 0n));
});

test("the parts of a month are the month: by plan, by model, by person, to the cent and the micro-dollar", async () => {
  for (const month of ["2026-10", "2026-11"]) {
    const { months, plans, models } = await view(month);
    const whole = months.find((each) => each.month === month);
    expect(sum(plans, ({ costMicros }) => costMicros)).toBe(whole?.costMicros);
    expect(sum(plans, ({ netMicros }) => netMicros)).toBe(whole?.netMicros);
    expect(sum(models, ({ chargedMicros, overrunMicros }) => chargedMicros + overrunMicros)).toBe(whole?.costMicros);
    const people = await fileOf(month);
    expect(sum(people, ({ cost }) => cost)).toBe(whole?.costMicros);
    for (const { currency, invoicesMinor, refundedMinor, packsMinor, packsReturnedMinor } of whole?.revenue ?? []) {
      const own = people.filter((row) => row.currency === currency);
      expect([own.map(({ invoices }) => invoices), own.map(({ refunds }) => refunds)].map(total)).toEqual([
        invoicesMinor,
        refundedMinor,
      ]);
      expect([own.map(({ packs }) => packs), own.map(({ returned }) => returned)].map(total)).toEqual([
        packsMinor,
        packsReturnedMinor,
      ]);
    }
  }
});

test("ties out to the invoices on one side, and to the ledger on the other", async () => {
  const { months } = await view();
  const invoices = await db.invoice.groupBy({ by: ["currency"], _sum: { amountPaidMinor: true } });
  for (const { currency, _sum } of invoices) {
    const ofCurrency = months.flatMap(({ revenue }) => revenue.filter((each) => each.currency === currency));
    expect(total(ofCurrency.map(({ invoicesMinor }) => invoicesMinor))).toBe(_sum.amountPaidMinor);
  }
  const spent = await db.ledgerAccount.aggregate({ where: { kind: "spent" }, _sum: { balanceMicros: true } });
  expect(sum(months, ({ costMicros }) => costMicros)).toBe(spent._sum.balanceMicros);
});

test("credit that was given is a cost and no revenue, and is exactly what the ledger moved out of it", async () => {
  const views = [await view("2026-10"), await view("2026-11")];
  const lines = views.flatMap(({ plans }) => plans.filter(({ plan }) => plan === "gifts"));
  expect(lines.map(({ costMicros }) => costMicros > 0n)).toEqual([true, true]);
  for (const { revenue, costMicros, netMicros } of lines) expect([revenue, netMicros]).toEqual([[], -costMicros]);
  const ofPacks = views.flatMap(({ plans }) => plans.filter(({ plan }) => plan === "credits"));
  expect([sum(lines, (line) => line.costMicros), sum(ofPacks, (line) => line.costMicros)]).toEqual([
    await movedOutOf("promotional"),
    await movedOutOf("credit"),
  ]);
  expect(await movedOutOf("promotional")).toBe(GIVEN);
  const [{ gifts } = { gifts: undefined }] = await statementsOf(ben?.id ?? "", NOW);
  expect(gifts).toMatchObject({ given: GIVEN + 80_000n, used: GIVEN, takenBack: 80_000n, closing: 0n });
});

/** By what was held of it, less what came back. */
async function movedOutOf(kind: "promotional" | "credit"): Promise<bigint> {
  const { _sum } = await db.ledgerEntry.aggregate({
    where: { account: { kind }, transfer: { kind: { in: ["reserve", "settle", "release"] } } },
    _sum: { amountMicros: true },
  });
  return -(_sum.amountMicros ?? 0n);
}

test("the page, the API, the receipts, the statements and the margin tell one figure", async () => {
  for (const person of [ada, ben, cyd] as Viewer[]) {
    const charged = await chargedBy(person.id);
    const statements = await statementsOf(person.id, NOW);
    expect(sum(statements, (each) => each.total.chargedMicros)).toBe(charged);
    const rows = [...(await fileOf("2026-10")), ...(await fileOf("2026-11"))].filter(({ id }) => id === person.id);
    const overrun = sum(statements, (each) => each.total.overrunMicros);
    expect(sum(rows, ({ cost }) => cost)).toBe(charged + overrun);
    // All of it was in the cycle that began on the 15th of October.
    const { used } = await usageReport(person.id, () => NOVEMBER);
    expect(BigInt(used.micros + used.giftMicros + used.creditMicros)).toBe(charged);
    expect(sum(statements, (each) => each.allowance.used + each.gifts.used + each.credits.used)).toBe(charged);
    expect(total(used.byClass.map(({ chargedMicros }) => chargedMicros))).toBe(Number(charged));
  }
});

test("who costs more than they paid over a year is named, and who pays in money that can not be compared is not", async () => {
  await opens(await aPerson(), "free", 1n);
  const spender = await aPerson();
  await opens(spender, "free", 200_000n);
  await aCall(spender.id, { output: 4_000 }, () => NOVEMBER);
  const { losses } = await view();
  expect(losses.map(({ userId }) => userId)).toEqual([spender.id]);
  expect(losses[0]).toMatchObject({
    costMicros: 8_000n,
    year: { costMicros: 8_000n, netMicros: -8_000n, revenue: [] },
  });
});

test("a month that is none of the last twelve is the present one", async () => {
  expect((await view("2020-01")).month).toBe("2026-11");
  expect((await view("nonsense")).month).toBe("2026-11");
});

test("who took the file along is on record, with the month", async () => {
  const before = await db.auditEvent.count({ where: { action: "figures.exported" } });
  await marginFile(ada as Viewer, { month: "2026-11" }, NOW);
  expect(await db.auditEvent.count({ where: { action: "figures.exported" } })).toBe(before + 1);
});

async function fileOf(month: string) {
  const { lines } = await marginFile(ada as Viewer, { month, pageSize: 2 }, NOW);
  let text = "";
  for await (const piece of lines) text += piece;
  const [, ...rows] = readCsv(text);
  return rows.map(([, id, , currency, , invoices, refunds, packs, returned, cost]) => {
    const [a, b, c, d] = [invoices, refunds, packs, returned].map(Number);
    return {
      id,
      currency,
      invoices: a ?? 0,
      refunds: b ?? 0,
      packs: c ?? 0,
      returned: d ?? 0,
      cost: BigInt(cost ?? 0),
    };
  });
}

async function chargedBy(userId: string): Promise<bigint> {
  const { lines } = receiptFile(userId, { filter: {}, zone: "UTC", pageSize: 7 }, NOW);
  let text = "";
  for await (const piece of lines) text += piece;
  const [head, ...rows] = readCsv(text);
  const at = head?.indexOf("charged_micro_usd") ?? -1;
  return sum(rows, (row) => BigInt(row[at] ?? 0));
}

function sum<Row>(rows: readonly Row[], amount: (row: Row) => bigint): bigint {
  return rows.reduce((all, row) => all + amount(row), 0n);
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((all, amount) => all + amount, 0);
}
