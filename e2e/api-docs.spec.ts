import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
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

const run = promisify(execFile);

test("the quick start runs as it stands on the page", async ({ page }) => {
  const env = { ...process.env, PARLEY_API_KEY: facts.apiKey ?? "" };
  await page.goto("/docs/api");
  const sample = (language: string) =>
    page
      .getByRole("figure", { name: `Quick start in ${language}` })
      .locator("code")
      .innerText();
  const { stdout: whole } = await run("sh", ["-c", await sample("curl")], { env });
  expect(JSON.parse(whole)).toMatchObject({ object: "chat.completion" });

  await page.getByText("JavaScript", { exact: true }).click();
  // In this folder, so that the library is found.
  const file = path.resolve(".reports", `quick-start-${process.pid}.mjs`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, await sample("JavaScript"));
  const { stdout: streamed } = await run(process.execPath, [file], { env });
  fs.rmSync(file);
  expect(streamed.length).toBeGreaterThan(20);
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
  await expect(chat.getByText("Done", { exact: true })).toBeVisible();
  await expect(chat.getByRole("button", { name: "Stop" })).toHaveCount(0);
});
