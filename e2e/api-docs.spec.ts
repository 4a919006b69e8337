import { facts } from "./facts";
import { expect, test } from "./fixtures";
import { expectAccessibleAtBoth } from "./violations";

test("the API is tried from its page: an answer streams in, and a wrong key is told as one", async ({ page }) => {
  await page.goto("/docs/api");
  await page.getByText("Python", { exact: true }).click();
  await expect(page.getByText("from openai import OpenAI")).toBeVisible();
  await expectAccessibleAtBoth(page);

  const chat = page.getByRole("form", { name: "Try: Complete a chat" });
  await expect(chat.getByRole("button", { name: "Send" })).toHaveAttribute("aria-disabled", "true");
  await page.getByLabel("Your key").fill("parley_not_a_key");
  await chat.getByRole("button", { name: "Send" }).click();
  const answer = chat.getByRole("region", { name: "Answer" });
  await expect(answer).toContainText("401");
  await expect(answer).toContainText("invalid_api_key");

  await page.getByLabel("Your key").fill(facts.apiKey ?? "");
  await chat.getByRole("button", { name: "Send" }).press("Enter");
  await expect(answer).toContainText(/200\s*Done/);
  await expect(answer).toContainText("chat.completion.chunk");
  await expect(answer).toContainText("x-ratelimit-remaining-requests");
  await expect(answer).toContainText("data: [DONE]");
  await page.getByText("Parameters").first().click();
  await expectAccessibleAtBoth(page, "an answer");

  const models = page.getByRole("form", { name: "Try: List models" });
  await models.getByRole("button", { name: "Send" }).click();
  await expect(models.getByRole("region", { name: "Answer" })).toContainText('"object": "list"');
});

test("an answer that is being written can be stopped", async ({ page }) => {
  await page.goto("/docs/api");
  await page.getByLabel("Your key").fill(facts.apiKey ?? "");
  const chat = page.getByRole("form", { name: "Try: Complete a chat" });
  const body = { model: "parley-swift", messages: [{ role: "user", content: "Hello [sandbox:slow]" }], stream: true };
  await chat.getByLabel("Body").fill(JSON.stringify(body));
  await chat.getByRole("button", { name: "Send" }).click();
  await expect(chat.getByText("Answering…")).toBeVisible();
  await chat.getByRole("button", { name: "Stop" }).click();
  await expect(chat.getByText("Done")).toBeVisible();
  await expect(chat.getByRole("button", { name: "Stop" })).toHaveCount(0);
});
