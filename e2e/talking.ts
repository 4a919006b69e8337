import { randomBytes } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";

export const composer = (page: Page) => page.getByLabel("Message", { exact: true });
export const messages = (page: Page) => page.getByRole("main").getByRole("article");
export const conversationList = (page: Page) => page.getByRole("navigation", { name: "Conversations" });

/** A subject that nobody else asks about, so that its calls and chats can be told from those of other tests. */
export const aSubject = () => `rivers in ${randomBytes(4).toString("hex")}`;

/** Types into the composer and sends by keyboard, as most people do. */
export async function ask(page: Page, text: string): Promise<void> {
  const area = composer(page);
  await area.fill(text);
  await area.press("Enter");
}

/** The newest answer of the open conversation. */
export function lastAnswer(page: Page): Locator {
  return messages(page)
    .filter({ has: page.getByRole("heading", { name: "Answer" }) })
    .last();
}

/** Waits until the newest answer is whole: only then has it its receipt. */
export async function answered(page: Page): Promise<Locator> {
  const answer = lastAnswer(page);
  await expect(answer).toContainText(/\d tokens? · <?\$/, { timeout: 40_000 });
  return answer;
}

/** Waits until the newest answer has begun and says more than it did. */
export async function goesOn(page: Page, since = 0): Promise<void> {
  await expect.poll(async () => (await saidIn(lastAnswer(page))).length).toBeGreaterThan(since + 20);
}

/** The words of an answer, without what can be done with it and what it cost. */
export function saidIn(answer: Locator): Promise<string> {
  return answer.evaluate((article) =>
    [...article.children]
      .filter(({ tagName }) => tagName !== "FOOTER" && tagName !== "H2")
      .map(({ textContent }) => textContent)
      .filter((text) => text !== "Waiting for the answer")
      .join("\n"),
  );
}

/** What the page said live is what it says from the store. */
export async function expectTheSameAfterReload(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/chat\/[0-9a-f-]{36}$/);
  const before = await saidIn(lastAnswer(page));
  await page.reload();
  await expect.poll(() => saidIn(lastAnswer(page))).toBe(before);
}

/** A question that the model answers with exactly this Markdown. */
export function thatSays(markdown: string): string {
  return `Write this Markdown as it is (base64): ${Buffer.from(markdown).toString("base64")} [sandbox:fast]`;
}
