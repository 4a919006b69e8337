import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { answered, ask, lastAnswer } from "./talking";

/** Each way a provider fails before its first word, and what the person is told. */
const NOTHING_CAME = [
  ["401", "The model provider refused the request. Nothing was charged."],
  ["429", "The model is busy. Please try again in a moment. Nothing was charged."],
  ["insufficient_quota", "The model provider refused the request. Nothing was charged."],
  ["500", "The model is not answering right now. Nothing was charged."],
  ["503", "The model is not answering right now. Nothing was charged."],
  ["context-length", "This conversation is too long for the model."],
  ["not-json", "The model is not answering right now. Nothing was charged."],
  ["error-body-200", "The model is not answering right now. Nothing was charged."],
] as const;

/** Each way it fails, or ends early, after that. */
const SOMETHING_CAME = [
  ["cut", "The answer was cut off. What arrived is kept."],
  ["error-mid", "The answer was cut off. What arrived is kept."],
  ["eof", "The answer was cut off. What arrived is kept."],
  ["length", "The answer reached its greatest length and ends here."],
  ["content-filter", "The model's provider held back the rest of this answer."],
] as const;

test("a provider that fails before its first word costs nothing, and says what happened", async ({ page, person }) => {
  for (const [fault, sentence] of NOTHING_CAME) {
    await test.step(fault, async () => {
      await page.goto("/chat");
      await ask(page, `Explain tides [sandbox:${fault}]`);
      await expect(lastAnswer(page)).toContainText(sentence);
      await expectTheSameAfterReload(page);
    });
  }
  await expectUsed(page, "$0.00");
  expect(person.id).toBeTruthy();
});

test("a provider that fails midway leaves the text so far, and only that is charged", async ({ page, person }) => {
  for (const [fault, sentence] of SOMETHING_CAME) {
    await test.step(fault, async () => {
      const question = `Explain tides [sandbox:${fault}]`;
      await page.goto("/chat");
      await ask(page, question);
      await expect(lastAnswer(page)).toContainText(sentence);
      const answer = await answered(page);
      const text = (await answer.innerText()).replace(sentence, "");
      expect(text).toMatch(/tides/i);
      expect(await tokensOf(page)).toBeLessThan((question.length + text.length) / 3 + 20);
      await expectTheSameAfterReload(page);
    });
  }
  await page.goto("/billing");
  await expect(page.getByRole("region", { name: "Used this month" })).toContainText(/\$0\.00\d+ of \$0\.20/);
  expect(person.id).toBeTruthy();
});

test("a provider that only forgets to say that it is done has answered", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, "Explain tides [sandbox:no-done]");
  const answer = await answered(page);
  await expect(answer.getByText(/Problem|Note/)).toHaveCount(0);
  expect(person.id).toBeTruthy();
});

test("a provider that falls silent is given up, and asking again works", async ({ page, context, person }) => {
  test.setTimeout(110_000);
  const neverBegins = await context.newPage();
  await neverBegins.goto("/chat");
  await ask(neverBegins, "Explain tides [sandbox:stall-before]");
  await page.goto("/chat");
  await ask(page, "Explain tides [sandbox:stall]");

  await expect(lastAnswer(page)).toContainText("The model stopped answering. What arrived is kept.", {
    timeout: 45_000,
  });
  await expect(lastAnswer(page)).toContainText(/tides/i);
  await expectTheSameAfterReload(page);
  await ask(page, "Explain waves instead");
  await expect(await answered(page)).toContainText(/waves/i);

  await expect(lastAnswer(neverBegins)).toContainText("The model is not answering right now. Nothing was charged.", {
    timeout: 80_000,
  });
  await expectTheSameAfterReload(neverBegins);
  expect(person.id).toBeTruthy();
});

/** What the page said live is what it says from the store. */
async function expectTheSameAfterReload(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/chat\/[0-9a-f-]{36}$/);
  const before = await shownOf(page);
  await page.reload();
  await expect.poll(() => shownOf(page)).toBe(before);
}

/** The newest answer without what stands around it: text, and the sentence about its end. */
async function shownOf(page: Page): Promise<string> {
  const text = await lastAnswer(page).innerText();
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(Swift|Copy|Ask again)/.test(line))
    .join("\n");
}

async function tokensOf(page: Page): Promise<number> {
  const receipt = await lastAnswer(page)
    .getByText(/tokens? · \$/)
    .innerText();
  return Number(/([\d,]+) tokens?/.exec(receipt)?.[1]?.replaceAll(",", ""));
}

async function expectUsed(page: Page, amount: string): Promise<void> {
  await page.goto("/billing");
  await expect(page.getByRole("region", { name: "Used this month" })).toContainText(`${amount} of $0.20`);
}
