import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { inDatabase, signInAs } from "./people";
import { answered, ask, aSubject, composer, conversationList, goesOn, lastAnswer, messages, saidIn } from "./talking";

/** What happens to a page while somebody does something in another tab, or the network holds a request. */
const row = (page: Page, title: string) => conversationList(page).getByRole("link", { name: title });
const toast = (page: Page) => page.getByRole("region", { name: "Notifications" });

test("a second tab follows what is said, named and deleted in the first", async ({ page, context, person }) => {
  await talk(page, "Explain glaciers");
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(messages(other)).toHaveCount(2);

  const subject = aSubject();
  await ask(page, `Explain ${subject} [sandbox:slow]`);
  await expect(messages(other)).toHaveCount(4);
  await goesOn(other);
  await expect(lastAnswer(other)).toContainText(subject);
  await other.getByRole("button", { name: "Stop", exact: true }).click();
  for (const tab of [page, other]) await expect(tab.getByRole("button", { name: "Send", exact: true })).toBeVisible();
  await expect.poll(async () => saidIn(lastAnswer(page))).toBe(await saidIn(lastAnswer(other)));

  await expect(row(page, "Glaciers in plain words")).toBeVisible();
  await choose(page, "Glaciers in plain words", "Rename…");
  await page.getByRole("textbox", { name: "Title" }).fill("Ice · and $& more");
  await page.getByRole("textbox", { name: "Title" }).press("Enter");
  await expect(row(other, "Ice · and $& more")).toBeVisible();
  await expect(other).toHaveTitle("Ice · and $& more · Parley");
  await expect(page).toHaveTitle("Ice · and $& more · Parley");

  await choose(page, "Ice · and $& more", "Delete");
  await expect(other).toHaveURL("/chat");
  await expect(toast(other)).toContainText("That chat was deleted elsewhere.");
  await expect(row(other, "Ice · and $& more")).toHaveCount(0);
  expect(person.id).toBeTruthy();
});

test("a tab that is still being set up when another asks follows that too", async ({ page, context, person }) => {
  await talk(page, "Explain glaciers");
  const other = await context.newPage();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await other.route("**/_next/static/**/*.js", async (route) => {
    await held;
    await route.continue();
  });
  await other.goto(page.url(), { waitUntil: "commit" });
  await expect(messages(other)).toHaveCount(2);
  const subject = aSubject();
  await ask(page, `Explain ${subject} [sandbox:slow]`);
  await goesOn(page);
  release();
  await expect(messages(other)).toHaveCount(4);
  await goesOn(other);
  await expect(lastAnswer(other)).toContainText(subject);
  await other.getByRole("button", { name: "Stop", exact: true }).click();
  for (const tab of [page, other]) await expect(tab.getByRole("button", { name: "Send", exact: true })).toBeVisible();
  expect(person.id).toBeTruthy();
});

test("a session that ended meanwhile is found out by a search too, and the draft is there afterwards", async ({
  page,
  context,
  person,
}) => {
  await page.goto("/chat");
  await composer(page).fill("Half a sentence about");
  await inDatabase((client) => client.query("DELETE FROM sessions WHERE user_id = $1", [person.id]));
  await page.getByRole("searchbox", { name: "Find a chat by title" }).fill("rain");
  await expect(page).toHaveURL("/sign-in?next=%2Fchat");
  await signInAs(context, person.email);
  await page.reload();
  await expect(page).toHaveURL("/chat");
  await expect(composer(page)).toHaveValue("Half a sentence about");
});

test("a temporary chat is not lost by a link, a command or the way back, each of which asks once", async ({
  page,
  person,
}) => {
  await page.goto("/chat");
  await expect(composer(page)).toBeVisible();
  await openPalette(page);
  await page.keyboard.type("temporary");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/chat?temporary=1");
  await ask(page, "Explain frost [sandbox:fast]");
  await answered(page);
  const question = page.getByRole("dialog", { name: "Leave this temporary chat?" });
  const stay = question.getByRole("button", { name: "Stay" });

  await conversationList(page).getByRole("link", { name: "New chat" }).click();
  await expect(stay).toBeFocused();
  await stay.click();
  await expect(question).toBeHidden();
  await openPalette(page);
  await page.keyboard.type("billing");
  await page.keyboard.press("Enter");
  await stay.click();
  await expect(question).toBeHidden();
  await page.keyboard.press("Control+Shift+o");
  await stay.click();
  await expect(question).toBeHidden();
  await page.evaluate(() => window.history.back());
  await stay.click();
  await expect(question).toBeHidden();
  await expect(page).toHaveURL("/chat?temporary=1");
  await expect(messages(page)).toHaveCount(2);

  await page.evaluate(() => window.history.back());
  await question.getByRole("button", { name: "Leave and lose it" }).click();
  await expect(page).toHaveURL("/chat");
  await expect(messages(page)).toHaveCount(0);
  expect(person.id).toBeTruthy();
});

test("a message that is not heard of is said to be slow, and comes back when one stops it", async ({
  page,
  person,
}) => {
  const held: (() => void)[] = [];
  await page.route("**/api/openai/chat", () => new Promise<void>((resolve) => held.push(resolve)));
  await page.goto("/chat");
  await ask(page, "Is anybody there? [sandbox:fast]");
  await expect(page.getByText("Still trying…")).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("We stopped trying to send this.")).toBeVisible();
  await expect(composer(page)).toHaveValue("Is anybody there? [sandbox:fast]");
  await page.unroute("**/api/openai/chat");
  await composer(page).press("Enter");
  await answered(page);
  await expect(messages(page)).toHaveCount(2);
  for (const release of held) release();
  expect(person.id).toBeTruthy();
});

test("a chat that was put away is in the list again once one writes in it", async ({ page, person }) => {
  await talk(page, "Explain volcanoes");
  const address = page.url();
  await expect(row(page, "Volcanoes in plain words")).toBeVisible();
  await choose(page, "Volcanoes in plain words", "Archive");
  await expect(row(page, "Volcanoes in plain words")).toHaveCount(0);
  await page.goto(address);
  await expect(page.getByText("This chat is archived.")).toBeVisible();
  await ask(page, "And how do they end? [sandbox:fast]");
  await expect(row(page, "Volcanoes in plain words")).toBeVisible();
  await expect(page.getByText("This chat is archived.")).toBeHidden();
  expect(person.id).toBeTruthy();
});

test("files stand in the order in which they were chosen", async ({ page, person }) => {
  let uploads = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/files", async (route) => {
    uploads += 1;
    if (uploads === 1) await held;
    await route.continue();
  });
  await page.goto("/chat");
  await page
    .locator('input[type="file"]')
    .setInputFiles(
      ["first.txt", "second.txt"].map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from(name) })),
    );
  const remove = page.getByRole("button", { name: /^Remove / });
  const uploading = page.getByRole("progressbar", { name: /^Uploading / });
  await expect(uploading).toHaveCount(1);
  release();
  await expect(uploading).toHaveCount(0);
  await expect(remove).toHaveCount(2);
  expect(await remove.evaluateAll((buttons) => buttons.map((each) => each.ariaLabel ?? each.textContent))).toEqual([
    expect.stringContaining("first.txt"),
    expect.stringContaining("second.txt"),
  ]);
  expect(person.id).toBeTruthy();
});

async function talk(page: Page, question: string): Promise<void> {
  await page.goto("/chat");
  await ask(page, `${question} [sandbox:fast]`);
  await answered(page);
}

/** An entry of a conversation's menu. */
async function choose(page: Page, title: string, entry: string): Promise<void> {
  await row(page, title).hover();
  await conversationList(page)
    .getByRole("button", { name: `Actions for ${title}` })
    .click();
  await page.getByRole("menuitem", { name: entry, exact: true }).click();
}

/** Pressed again where the page was not listening yet. */
async function openPalette(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox")).toBeFocused({ timeout: 2_000 });
  }).toPass();
}
