import fs from "node:fs";
import type { Page } from "@playwright/test";
import { extractText, getDocumentProxy } from "unpdf";
import { z } from "zod";
import { expect, test } from "./fixtures";
import { inDatabase } from "./people";
import { answered, ask, conversationList } from "./talking";
import { expectAccessibleAtBoth } from "./violations";

test.use({ timezoneId: "America/New_York" });

const Report = z.object({ used: z.object({ micros: z.int() }), remaining: z.object({ micros: z.int() }) });

const receipts = (page: Page) => page.getByRole("region", { name: "List of receipts" }).getByRole("row");
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("what was asked is a receipt, and moves every figure; it stays when the chat is deleted", async ({
  page,
  person,
}) => {
  await page.goto("/usage");
  await expect(
    page.getByRole("heading", { name: "No receipts yet" }).or(page.getByText("No receipts yet")),
  ).toBeVisible();
  await expect(page.getByText("Days and times are those of America/New York.")).toBeVisible();
  await expectAccessibleAtBoth(page, "no use yet");

  await page.goto("/chat");
  await ask(page, "What is a haiku? [sandbox:fast]");
  await answered(page);
  await expect(conversationList(page).getByRole("link", { name: /haiku in/i })).toBeVisible();

  await page.goto("/usage");
  await expect(receipts(page)).toHaveCount(3);
  await expect(receipts(page).filter({ hasText: "Chat title" })).toHaveCount(1);
  const before = await figures(page);
  expect(before.used).toBeGreaterThan(0);
  expect(before.total).toBe(before.used);
  const report = Report.parse(await (await page.request.get("/api/openai/usage")).json());
  expect(report).toEqual({ used: { micros: before.used }, remaining: { micros: 200_000 - before.used } });
  await expectAccessibleAtBoth(page, "with receipts");

  await test.step("chosen by what they were for, and taken along so", async () => {
    await page.getByLabel("What for", { exact: true }).selectOption("Chat title");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await expect(page).toHaveURL(/origin=title/);
    await expect(receipts(page)).toHaveCount(2);
    const table = await saved(page, "Download as CSV");
    expect(table.name).toMatch(/^parley-receipts-.*\.csv$/);
    const [head, ...rows] = table.bytes.toString().trim().split("\r\n");
    expect(head).toMatch(/^receipt_id,at,origin,model,/);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain(",title,parley-swift,");
    await page.getByRole("link", { name: "Show all" }).click();
    await expect(receipts(page)).toHaveCount(3);
  });

  await test.step("the statement says the same on the page, on paper and as a table", async () => {
    const paper = await saved(page, "PDF of this statement");
    const pdf = await getDocumentProxy(new Uint8Array(paper.bytes));
    const { text } = await extractText(pdf, { mergePages: true });
    const used = `-$${(before.used / 1e6).toFixed(6)}`;
    expect(text.replaceAll(/\s+/g, " ")).toContain(`Used ${used} Left`);
    expect(text).toContain(person.email);
    const table = await saved(page, "CSV of this statement");
    expect(table.bytes.toString()).toContain(`allowance_used,,,,,,,,-${before.used}`);
    await region(page, "List of statements").getByRole("row").nth(1).getByRole("link").first().click();
    await expect(page.getByRole("heading", { name: "Statement of use" })).toBeVisible();
    await expect(region(page, "Allowance")).toContainText(used);
    await expectAccessibleAtBoth(page, "a statement");
  });

  await inDatabase((client) => client.query("DELETE FROM conversations WHERE user_id = $1", [person.id]));
  await page.goto("/usage");
  await expect(receipts(page)).toHaveCount(3);
  expect(await figures(page)).toEqual(before);
});

test("the way there is the line under the chats, and the person's menu", async ({ page, person }) => {
  expect(person.id).not.toBe("");
  await page.goto("/chat");
  await page.getByRole("link", { name: /^Allowance:/ }).click();
  await expect(page).toHaveURL("/usage");
  await expect(page.getByRole("heading", { level: 1, name: "Usage" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Buy credits" }).first().click();
  await expect(page).toHaveURL("/billing#credits");
});

/** In micro-dollars: what the first answer of the page says, and what the sums of the period add up to. */
async function figures(page: Page): Promise<{ used: number; total: number }> {
  const costs = await receipts(page).locator("td:last-child").allTextContents();
  const total = await region(page, "Use of this period, by model").locator("tfoot td").last().textContent();
  return { used: costs.reduce((sum, cost) => sum + microsOf(cost), 0), total: microsOf(total ?? "") };
}

function microsOf(text: string): number {
  return Number(text.replaceAll(/[$.,]/g, ""));
}

async function saved(page: Page, link: string): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: fs.readFileSync(await file.path()) };
}
