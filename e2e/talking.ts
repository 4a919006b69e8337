import { expect, type Locator, type Page } from "@playwright/test";

/** Types into the composer and sends by keyboard, as most people do. */
export async function ask(page: Page, text: string): Promise<void> {
  const area = page.getByLabel("Message", { exact: true });
  await area.fill(text);
  await area.press("Enter");
}

/** The newest answer of the open conversation. */
export function lastAnswer(page: Page): Locator {
  return page
    .getByRole("main")
    .getByRole("article")
    .filter({ has: page.getByRole("heading", { name: "Answer" }) })
    .last();
}

/** Waits until the newest answer is whole: only then has it its receipt. */
export async function answered(page: Page): Promise<Locator> {
  const answer = lastAnswer(page);
  await expect(answer).toContainText(/\d tokens? · \$/, { timeout: 40_000 });
  return answer;
}
