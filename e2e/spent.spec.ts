import { expect, test } from "./fixtures";
import { spendAll } from "./spending";
import { answered, ask, conversationList } from "./talking";

test("who has used up the allowance is told when it starts again, and what more there is", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, "What is a haiku? [sandbox:fast]");
  await answered(page);
  const conversation = page.url();
  // Naming it costs something too: what is left is known once that is settled.
  await expect(conversationList(page).getByRole("link", { name: /haiku in/i })).toBeVisible();

  // The page still believes that there is something left: the server refuses, and the page says what to do.
  await spendAll(person.id);
  const refused = page.waitForResponse((response) => response.url().endsWith("/api/openai/chat"));
  await ask(page, "And a sonnet?");
  expect((await refused).status()).toBe(402);
  expect(await (await refused).json()).toMatchObject({
    error: { code: "allowance_spent", requestId: expect.any(String) },
  });
  const alert = page.getByRole("main").getByRole("alert");
  await expect(alert).toContainText("Your allowance is used up");
  await expect(alert).toContainText(/It starts again on [A-Z][a-z]+ \d{1,2}\./);
  await expect(page.getByLabel("Message", { exact: true })).toHaveValue("And a sonnet?");

  await page.reload();
  await expect(page).toHaveURL(conversation);
  await expect(page.getByRole("article").first()).toContainText("What is a haiku?");
  await expect(page.getByText("Your allowance is used up")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Allowance:/ })).toContainText("$0.20 of $0.20 used");

  await page.getByRole("main").getByRole("link", { name: "See plans" }).click();
  await expect(page.getByRole("region", { name: "Used this month" })).toContainText(
    "Used up: new messages wait until it starts again on",
  );
  await expect(page.getByRole("button", { name: "Start 14-day trial of Pro" })).toBeVisible();
});
