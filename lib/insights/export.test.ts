import { beforeAll, describe, expect, test } from "vitest";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { exportTable } from "@/lib/insights/export";
import { readCsv } from "@/lib/platform/testing/read-csv";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";

const NOW = new Date("2026-11-21T12:00:00Z");
const now = () => NOW;
let admin: Viewer;

beforeAll(async () => {
  admin = await aPerson({ role: "admin" });
});

async function read(table: string, pageSize = 2): Promise<Record<string, string>[]> {
  const { lines } = await exportTable(admin, table, { pageSize }, now);
  let text = "";
  for await (const piece of lines) text += piece;
  const [head = [], ...rows] = readCsv(text);
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
}

async function aCustomer(email = `${newId()}@people.test`): Promise<Viewer & { customerId: string }> {
  const person = await aPerson();
  const customerId = `cus_${person.id}`;
  await db.user.update({ where: { id: person.id }, data: { email, stripeCustomerId: customerId } });
  return { ...person, email, customerId };
}

type Paid = { userId: string; currency?: string; refundedMinor?: number; daysAgo?: number };

async function aPayment({ userId, currency = "usd", refundedMinor = 0, daysAgo = 0 }: Paid): Promise<string> {
  const id = `pi_${newId()}`;
  const amounts = { amountMinor: 1_900, receivedMinor: 1_900, refundedMinor };
  const stripeCreatedAt = plusMs(NOW, -daysAgo * DAY_MS);
  const base = { customerId: `cus_${userId}`, status: "succeeded", livemode: false, syncedAt: NOW };
  await db.payment.create({ data: { id, userId, currency, stripeCreatedAt, ...amounts, ...base } });
  return id;
}

describe("a table", () => {
  test("that there is not can not be had, and that is no deed to record", async () => {
    const before = await db.auditEvent.count();
    for (const table of ["users", "toString", ""]) {
      await expect(exportTable(admin, table)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await db.auditEvent.count()).toBe(before);
  });

  test("of nothing has its head", async () => {
    const { lines, name } = await exportTable(admin, "movements", {}, now);
    const { value } = await lines.next();
    expect(value).toMatch(/^movement_id,happened_at,.*\r\n$/u);
    expect(await lines.next()).toEqual({ done: true, value: undefined });
    expect(name).toBe("parley-movements-2026-11-21.csv");
  });

  test("that is taken along is on record, with who did it", async () => {
    await exportTable(admin, "payments", {}, now);
    const [last] = await db.auditEvent.findMany({ orderBy: { id: "desc" }, take: 1 });
    expect(last).toMatchObject({ actorId: admin.id, action: "figures.exported", detail: { table: "payments" } });
  });
});

describe("payments", () => {
  test("come once each, the newest first, also where several are of one moment and of two pages", async () => {
    const { id: userId } = await aCustomer();
    const old = await aPayment({ userId, daysAgo: 9 });
    const same = [await aPayment({ userId }), await aPayment({ userId }), await aPayment({ userId })];
    const rows = (await read("payments")).filter(({ user_id }) => user_id === userId);
    expect(rows.map(({ payment_id }) => payment_id)).toEqual([...same.toSorted().toReversed(), old]);
  });

  test("say their currency, its decimals, and what went back", async () => {
    const { id: userId, email } = await aCustomer();
    await aPayment({ userId, currency: "jpy", refundedMinor: 400 });
    const [row] = (await read("payments")).filter(({ user_id }) => user_id === userId);
    expect(row).toMatchObject({
      email,
      created_at: "2026-11-21T12:00:00.000Z",
      currency: "jpy",
      decimals: "0",
      amount_minor: "1900",
      received_minor: "1900",
      refunded_minor: "400",
      decline_code: "",
    });
  });

  test("of somebody whose address is a formula compute nothing", async () => {
    const { id: userId } = await aCustomer("=cmd|'/c calc'!a1@evil.test");
    await aPayment({ userId });
    const [row] = (await read("payments")).filter(({ user_id }) => user_id === userId);
    expect(row?.["email"]).toBe("'=cmd|'/c calc'!a1@evil.test");
  });

  test("come to what the ledger of payments comes to", async () => {
    const rows = await read("payments", 3);
    const { _sum } = await db.payment.aggregate({ _sum: { receivedMinor: true } });
    expect(rows.reduce((sum, row) => sum + Number(row["received_minor"]), 0)).toBe(_sum.receivedMinor);
  });
});

test("movements say by how much, below zero too", async () => {
  const { id: userId, customerId } = await aCustomer();
  const base = { userId, customerId, subscriptionId: "sub_1", plan: "pro", currency: "usd", at: NOW, createdAt: NOW };
  await db.recurringChange.createMany({
    data: [
      { id: newId(), ...base, sequence: 1, kind: "new", beforeYearlyMinor: 0, afterYearlyMinor: 22_800 },
      { id: newId(), ...base, sequence: 2, kind: "contraction", beforeYearlyMinor: 22_800, afterYearlyMinor: 19_000 },
      { id: newId(), ...base, sequence: 3, kind: "churn", beforeYearlyMinor: 19_000, afterYearlyMinor: 0 },
    ],
  });
  const rows = (await read("movements")).filter(({ user_id }) => user_id === userId);
  expect(rows.map(({ kind, difference_yearly_minor: by }) => [kind, by])).toEqual([
    ["new", "22800"],
    ["contraction", "-3800"],
    ["churn", "-19000"],
  ]);
});

test("customers have a line for each currency they paid in, and one where they paid nothing", async () => {
  const [both, none] = [await aCustomer(), await aCustomer()];
  await aPayment({ userId: both.id });
  await aPayment({ userId: both.id, refundedMinor: 900 });
  await aPayment({ userId: both.id, currency: "eur" });
  const rows = await read("customers", 1);
  const of = ({ customerId }: { customerId: string }) => rows.filter(({ customer_id }) => customer_id === customerId);
  expect(
    of(both).map(({ paid_currency, received_minor, refunded_minor }) => [
      paid_currency,
      received_minor,
      refunded_minor,
    ]),
  ).toEqual([
    ["eur", "1900", "0"],
    ["usd", "3800", "900"],
  ]);
  expect(of(none)).toMatchObject([{ email: none.email, plan: "", paid_currency: "", received_minor: "" }]);
});
