import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { expectAccessible } from "./violations";

const PASSWORD = "parley-demo-2026";

async function openChat(page: Page): Promise<void> {
  await page.goto("/sign-in?next=/chat");
  await page.getByLabel("Email", { exact: true }).fill("pro@parley.test");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "What would you like to know?" })).toBeVisible();
}

const composer = (page: Page) => page.getByRole("textbox", { name: "Message" });
const said = (page: Page) => page.getByRole("main").getByRole("article");
const lastAnswer = (page: Page) => said(page).last();
const list = (page: Page) => page.getByRole("navigation", { name: "Conversations" });

async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press("Enter");
}

/** The receipt comes with the end of an answer. */
async function untilAnswered(page: Page): Promise<void> {
  await expect(lastAnswer(page).getByText(/\d tokens/)).toBeVisible();
}

test("a question is answered, gets its own address, and is there after a reload", async ({ page }) => {
  await openChat(page);
  await expectAccessible(page);

  await say(page, "Compare trains and planes in a table");
  await untilAnswered(page);
  await expect(page).toHaveURL(/\/chat\/[0-9a-f-]{36}$/);
  await expect(lastAnswer(page).getByRole("table")).toBeVisible();
  await expect(composer(page)).toHaveValue("");
  await expect(composer(page)).toBeFocused();
  await expectAccessible(page);

  const text = (await lastAnswer(page).getByRole("table").textContent()) ?? "";
  await page.reload();
  await expect(lastAnswer(page).getByRole("table")).toHaveText(text);
  await expect(list(page).locator("[aria-current=page]")).toHaveText(/trains/i);
});

test("a message whose answer was lost is kept, also over a reload, and is not asked twice", async ({ page }) => {
  await openChat(page);
  const sent: unknown[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/openai/chat")) sent.push(request.postDataJSON());
  });
  // The server takes the message and answers, and nothing of it arrives.
  await page.route("**/api/openai/chat", async (route) => {
    await route.fetch();
    await route.fulfill({ status: 200, contentType: "text/event-stream", body: "" });
  });
  await say(page, "Is anyone there?");
  await expect(page.getByRole("alert").getByText("Your message is kept")).toBeVisible();
  await expectAccessible(page);

  await page.unroute("**/api/openai/chat");
  await page.reload();
  await expect(composer(page)).toHaveValue("Is anyone there?");
  await composer(page).press("Enter");
  await untilAnswered(page);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
  await expect(said(page)).toHaveCount(2);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("one writes, reads, scrolls up without being pulled back, and finds the list in the drawer", async ({
    page,
  }) => {
    await openChat(page);
    await composer(page).fill("Write a long guide to bread [sandbox:fast]");
    await composer(page).press("Enter");
    await expect(composer(page)).toHaveValue("Write a long guide to bread [sandbox:fast]\n");
    await page.getByRole("button", { name: "Send" }).tap();
    await expect(lastAnswer(page).getByRole("heading").nth(3)).toBeVisible();

    await said(page).first().scrollIntoViewIfNeeded();
    await page.getByRole("button", { name: "Jump to latest" }).tap();
    await untilAnswered(page);
    await expect(lastAnswer(page).getByText(/\d tokens/)).toBeInViewport();
    await expect(composer(page)).toBeInViewport({ ratio: 1 });
    await expectAccessible(page);

    await page.getByRole("button", { name: "Open the menu" }).tap();
    await expect(list(page).getByRole("link", { name: /bread/i }).first()).toBeVisible();
    await expectAccessible(page);
  });
});
