import { beforeAll, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import MarginPage from "@/app/(admin)/admin/margin/page";
import { GET } from "@/app/api/admin/margin/[month]/route";
import { readPage } from "@/components/ui/testing/page";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { recordPrices } from "@/lib/usage/catalogue";
import { aCall } from "@/lib/usage/testing/calls";

let [admin, spender]: Viewer[] = [];
const MONTH = now().toISOString().slice(0, 7);

beforeAll(async () => {
  await recordPrices();
  [admin, spender] = [await aPerson({ role: "admin" }), await aPerson()];
  await allowanceFor(spender.id);
  await aCall(spender.id, { input: 1_000, output: 1_000 }, now);
  const facts = { userId: admin.id, customerId: "cus_1", livemode: false, stripeCreatedAt: now(), syncedAt: now() };
  const amounts = { totalMinor: 3_800, amountDueMinor: 3_800, amountPaidMinor: 3_800, amountRemainingMinor: 0 };
  await db.invoice.create({ data: { ...facts, ...amounts, id: `in_${newId()}`, status: "paid", currency: "eur" } });
});

async function visit(by: Viewer | undefined, query: Record<string, string> = {}) {
  const browser = aBrowser();
  if (by) await browser.become(by);
  return browser.visit(() => MarginPage({ searchParams: Promise.resolve(query) }));
}

async function file(by: Viewer | undefined, month = MONTH) {
  const browser = aBrowser();
  if (by) await browser.become(by);
  const request = new Request(`${env.appUrl}/api/admin/margin/${month}`);
  return browser.call(() => GET(request, { params: Promise.resolve({ month }) }));
}

test("to anybody but an admin there is no such page, and no file", async () => {
  expect(await visit(spender)).toMatchObject({ isMissing: true });
  expect(await visit(undefined)).toMatchObject({ isMissing: true });
  expect((await file(undefined)).status).toBe(401);
  expect((await file(spender)).status).toBe(404);
});

test("an admin reads what came in, what the models cost, and what is left; money without a rate stands apart", async () => {
  const page = readPage((await visit(admin)).html);
  const [, newest] = page.rows;
  expect(newest?.slice(1)).toEqual(["€38.00", "$0.002250", "-$0.0023, without EUR"]);
  expect(page.rows).toContainEqual(["Free", "$0.00", "$0.002250", "-$0.0023"]);
  expect(page.rows).toContainEqual(["No plan of ours", "€38.00", "$0.000000", "$0.00, without EUR"]);
  expect(page.rows).toContainEqual(["Swift", "1", "1,000", "1,000", "$0.002250", "$0.000000"]);
  expect(page.rows.at(-1)).toEqual([spender?.email, "$0.0023", "$0.0023", "$0.00", "-$0.0023"]);
  expect(page.links[spender?.email ?? ""]).toBe(`/admin/customers/${spender?.id}`);
});

test("another month is shown when it is asked for, and says where it has nothing", async () => {
  const [, , before] = readPage((await visit(admin)).html)
    .all("a")
    .filter(({ text }) => /^\w+ \d{4}$/u.test(text));
  const query = new URL((before as { href?: string } | undefined)?.href ?? "", env.appUrl).searchParams;
  const page = readPage((await visit(admin, { month: query.get("month") ?? "" })).html);
  expect(page.text).toContain(`Everybody’s ${before?.text} as CSV`);
  expect(page.text).toContain("Nothing in this month");
  expect(page.text).toContain("Nobody Everybody among them paid at least what they cost.");
});

test("the file names everybody who paid or cost something; a month that is none is refused", async () => {
  const response = await file(admin);
  expect(response.headers.get("content-disposition")).toBe(`attachment; filename="parley-margin-${MONTH}.csv"`);
  const lines = (await response.text()).trim().split("\r\n").slice(1);
  expect(new Set(lines.map((line) => line.split(",").slice(2).join(" ")))).toEqual(
    new Set([`${admin?.email} eur 2 3800 0 0 0 0`, `${spender?.email} usd 2 0 0 0 0 2250`]),
  );
  expect((await file(admin, "2026-13")).status).toBe(400);
});
