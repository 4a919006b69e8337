import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { inDatabase } from "./people";
import { answered, ask, composer, lastAnswer, messages } from "./talking";

test("the first question is put otherwise, and both ways stay", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, "Explain volcanoes [sandbox:fast]");
  await answered(page);
  await ask(page, "And how do they end? [sandbox:fast]");
  await answered(page);
  await expect(messages(page)).toHaveCount(4);

  await edit(page, 0, "Explain glaciers [sandbox:fast]");
  await expect(messages(page)).toHaveCount(2);
  await expect(await answered(page)).toContainText(/glaciers/i);
  await expect(versions(page, "question")).toHaveAccessibleName("Version 2 of 2 of this question");
  await page.reload();
  await expect(lastAnswer(page)).toContainText(/glaciers/i);

  await page.getByRole("button", { name: "Previous version of this question" }).click();
  await expect(messages(page)).toHaveCount(4);
  await expect(messages(page).first()).toContainText("Explain volcanoes");
  await expect(page.getByRole("button", { name: "Previous version of this question" })).toBeDisabled();
  await page.reload();
  await expect(messages(page).first()).toContainText("Explain volcanoes");
  await expect(messages(page)).toHaveCount(4);
  expect(await countOf(person.id)).toBe(6);
});

test("another answer is written, and one goes on from either", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, "Explain bees [sandbox:fast]");
  await answered(page);
  await page.getByRole("button", { name: "Write another answer" }).click();
  await answered(page);
  await expect(versions(page, "answer")).toHaveAccessibleName("Version 2 of 2 of this answer");
  await page.getByRole("button", { name: "Previous version of this answer" }).click();
  await expect(versions(page, "answer")).toHaveAccessibleName("Version 1 of 2 of this answer");

  await ask(page, "What did I just ask? [sandbox:fast]");
  await expect(await answered(page)).toContainText("Explain bees");
  await expect(messages(page)).toHaveCount(4);
  await page.getByRole("button", { name: "Next version of this answer" }).click();
  await expect(messages(page)).toHaveCount(2);
  await page.reload();
  await expect(messages(page)).toHaveCount(2);
  await expect(versions(page, "answer")).toHaveAccessibleName("Version 2 of 2 of this answer");
  expect(await countOf(person.id)).toBe(5);
});

test("the last question is taken up by ↑, left by Escape, and sent by Ctrl+Enter", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, "Explain owls [sandbox:fast]");
  await answered(page);
  const field = page.getByLabel("Your question");
  await expect(page.getByRole("button", { name: "Edit question" })).toHaveCount(1);
  await composer(page).press("ArrowUp");
  await expect(field).toBeFocused();
  await field.press("Escape");
  await expect(field).toHaveCount(0);
  await expect(messages(page)).toHaveCount(2);

  await composer(page).press("ArrowUp");
  await field.fill("Explain crows [sandbox:fast]");
  await field.press("Control+Enter");
  await expect(await answered(page)).toContainText(/crows/i);
  await expect(versions(page, "question")).toHaveAccessibleName("Version 2 of 2 of this question");
  expect(person.id).toBeTruthy();
});

test.describe("without a way to the server", () => {
  test.use({ losesNetwork: true });

  test("an edit that fails leaves both the old branch and the new words", async ({ page, person }) => {
    await page.goto("/chat");
    await ask(page, "Explain moss [sandbox:fast]");
    await answered(page);
    await page.route("**/api/openai/chat", (route) => route.abort());
    await edit(page, 0, "Explain fern [sandbox:fast]");
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    await expect(messages(page).first()).toContainText("Explain moss");
    await page.unroute("**/api/openai/chat");
    await page.getByRole("button", { name: "Send again" }).click();
    await expect(messages(page).first()).toContainText("Explain fern");
    await expect(await answered(page)).toContainText(/fern/i);
    expect(await countOf(person.id)).toBe(4);
  });
});

async function edit(page: Page, place: number, text: string): Promise<void> {
  const questions = messages(page).filter({ has: page.getByRole("heading", { name: "You" }) });
  await questions.nth(place).hover();
  await questions.nth(place).getByRole("button", { name: "Edit question" }).click();
  await page.getByLabel("Your question").fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).first().click();
}

const versions = (page: Page, of: string) =>
  page.getByRole("group", { name: new RegExp(`^Version \\d+ of \\d+ of this ${of}$`) });

async function countOf(userId: string): Promise<number> {
  const { rows } = await inDatabase((client) =>
    client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.user_id = $1 AND m.role <> 'root'",
      [userId],
    ),
  );
  return rows[0]?.count ?? 0;
}
