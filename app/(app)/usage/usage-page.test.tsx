import { beforeAll, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import UsageLoading from "@/app/(app)/usage/loading";
import UsagePage from "@/app/(app)/usage/page";
import StatementPage from "@/app/(app)/usage/statements/[id]/page";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import type { ReactNode } from "react";
import { STILL_ROUTER } from "@/components/ui/testing/still-router";
import { pageOf, readPage } from "@/components/ui/testing/page";
import { db } from "@/lib/db/client";
import { aPerson } from "@/lib/identity/fixtures";
import type { Viewer } from "@/lib/identity/schema";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { recordPrices } from "@/lib/usage/catalogue";
import { statementsOf } from "@/lib/usage/statements";
import { aCall } from "@/lib/usage/testing/calls";
import { given, takenBack } from "@/lib/usage/testing/purses";

beforeAll(() => recordPrices());

async function still(page: Promise<ReactNode>) {
  return <AppRouterContext value={STILL_ROUTER}>{await page}</AppRouterContext>;
}

async function aUser(): Promise<Viewer> {
  const person = await aPerson({ name: "Ada" });
  await allowanceFor(person.id);
  return person;
}

async function shown(person: Viewer, query: Record<string, string> = {}, zone = "Europe/Vienna") {
  const browser = aBrowser();
  await browser.become(person);
  browser.cookies.set("zone", zone);
  const { html } = await browser.visit(() => still(UsagePage({ searchParams: Promise.resolve(query) })));
  return readPage(html);
}

test("without a session one signs in first, and comes back", async () => {
  const page = () => UsagePage({ searchParams: Promise.resolve({}) });
  expect(await aBrowser().visit(page)).toMatchObject({ goesTo: "/sign-in?next=%2Fusage" });
});

test("who has used nothing is told what will be here, and what there is to use", async () => {
  const page = await shown(await aUser());
  expect(page.text).toContain("Left of this period $0.20 of $0.20");
  expect(page.text).toContain("Days and times are those of Europe/Vienna.");
  expect(page.text).toContain("Nothing was used in these days");
  expect(page.text).toContain("No receipts yet");
  expect(page.links).toMatchObject({ "Buy credits": "/billing#credits", "Ask something": "/chat" });
  expect(Object.keys(page.links)).not.toContain("Download as CSV");
});

test("what was used is said in sum, by day, by purpose and model, and in receipts", async () => {
  const person = await aUser();
  await aCall(person.id, { input: 1_000, output: 2_000 }, now);
  await aCall(person.id, { origin: "title", input: 4, output: 4, estimated: true }, now);
  const page = await shown(person);
  expect(page.text).toMatch(/Day Swift \S+ \d+, \d{4} \$0\.004259/u);
  expect(page.rows).toContainEqual(["Chat", "1", "1,000", "0", "2,000", "$0.004250"]);
  expect(page.rows).toContainEqual(["Chat title", "1", "4", "0", "4", "$0.000009"]);
  expect(page.rows.filter(([name]) => name === "Total")).toEqual([
    ["Total", "2", "1,004", "0", "2,004", "$0.004259"],
    ["Total", "2", "1,004", "0", "2,004", "$0.004259"],
  ]);
  const receipts = page.rows.filter(([, what, model]) => model?.startsWith("Swift") && what?.startsWith("Chat"));
  expect(receipts.map((row) => row.slice(3))).toEqual([
    ["4", "Estimated 4", "$0.000009"],
    ["1,000", "2,000", "$0.004250"],
  ]);
  expect(page.links["Download as CSV"]).toBe("/api/usage/receipts");
});

test("a choice shows what fits it, and goes along with the file and the next page; nonsense counts as none", async () => {
  const person = await aUser();
  for (let n = 0; n < 27; n += 1) await aCall(person.id, { output: 10 }, now);
  await aCall(person.id, { origin: "title" }, now);
  const chats = await shown(person, { origin: "chat", model: "", from: "yesterday", key: "no id" });
  expect(chats.text).not.toContain("Chat title Swift");
  expect(chats.links["Download as CSV"]).toBe("/api/usage/receipts?origin=chat");
  const older = new URL(chats.links["Older receipts"] ?? "", "http://parley.test");
  expect(older.searchParams.get("origin")).toBe("chat");
  const rest = await shown(person, Object.fromEntries(older.searchParams));
  expect(rest.rows.filter((row) => row[2]?.startsWith("Swift"))).toHaveLength(2);
  expect(rest.links["Newest receipts"]).toBe("/usage?origin=chat#receipts");
  expect(rest.links).not.toHaveProperty("Older receipts");
  const none = await shown(person, { origin: "api" });
  expect(none.text).toContain("No such receipts");
});

test("deleting every chat, file and key changes nothing of it", async () => {
  const person = await aUser();
  const key = { id: newId(), name: "Laptop", prefix: "parley_abcd", keyHash: "0".repeat(52) + newId().slice(-12) };
  await db.apiKey.create({ data: { ...key, userId: person.id, scopes: [] } });
  const conversation = await db.conversation.create({ data: { id: newId(), userId: person.id, lastMessageAt: now() } });
  await aCall(person.id, { output: 100 }, now);
  await aCall(person.id, { output: 100, origin: "api", keyId: key.id }, now);
  const before = await shown(person);
  await db.conversation.delete({ where: { id: conversation.id } });
  await db.attachment.deleteMany({ where: { userId: person.id } });
  await db.apiKey.deleteMany({ where: { userId: person.id } });
  const after = await shown(person);
  const gone = `a deleted key (…${key.id.slice(-6)})`;
  // The key's name went with it, as a name and as a choice; everything else stands.
  expect(after.rows.map((row) => row.map((cell) => cell.replace(gone, "Laptop")))).toEqual(before.rows);
  const answers = (text: string) => text.slice(text.indexOf("Left of"), text.indexOf("Receipts"));
  expect(answers(after.text)).toBe(answers(before.text));
});

test("days and hours are those of the zone that the browser tells", async () => {
  const person = await aUser();
  await aCall(person.id, {}, now);
  const [here, there] = [await shown(person, {}, "Pacific/Kiritimati"), await shown(person, {}, "Pacific/Pago_Pago")];
  const whenOf = (page: typeof here) => page.rows.find((row) => row[1] === "Chat" && row[2]?.startsWith("Swift"))?.[0];
  expect(whenOf(here)).not.toBe(whenOf(there));
  expect(there.text).toContain("Days and times are those of Pacific/Pago Pago.");
});

test("a statement is its owner's, and says what its paper says", async () => {
  const person = await aUser();
  await aCall(person.id, { output: 100 }, now);
  const [statement] = await statementsOf(person.id);
  const view = async (viewer: Viewer, id: string) => {
    const browser = aBrowser();
    await browser.become(viewer);
    return browser.visit(() => still(StatementPage({ params: Promise.resolve({ id }) })));
  };
  const page = readPage((await view(person, statement?.id ?? "")).html);
  expect(page.text).toContain("Granted by the plan $0.200000 Used -$0.000200 Left $0.199800");
  expect(page.rows.at(-1)).toEqual(["Total", "1", "0", "0", "100", "$0.000200"]);
  expect(page.text).not.toContain("Bought credits");
  expect(await view(await aUser(), statement?.id ?? "")).toMatchObject({ isMissing: true });
  expect(await view(person, "none")).toMatchObject({ isMissing: true });
});

test("what the operator gave is called so, with its end, on the page and in the statement", async () => {
  const person = await aUser();
  const gift = await given(person.id, { days: 30 }, now);
  await aCall(person.id, { output: 100 }, now);
  expect((await shown(person)).text).toMatch(/Credit from us \$5\.00 \$5\.00 until \w+ \d+, \d{4}/u);
  const [statement] = await statementsOf(person.id);
  const browser = aBrowser();
  await browser.become(person);
  const paper = async () =>
    readPage(
      (await browser.visit(() => still(StatementPage({ params: Promise.resolve({ id: statement?.id ?? "" }) })))).html,
    ).text;
  expect(await paper()).toContain(
    "Credit from us Brought forward $0.000000 Given by us $5.000000 Carried forward $5.000000",
  );
  await takenBack(person.id, gift, now);
  expect(await paper()).toContain("Given by us $5.000000 Taken back by us -$5.000000 Carried forward $0.000000");
  expect((await shown(person)).text).toContain("Bought credits $0.00");
});

test("while it loads says what is coming, once", () => {
  expect(pageOf(<UsageLoading />).text).toBe("Loading your usage… Usage");
});
