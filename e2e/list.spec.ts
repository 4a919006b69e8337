import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { inDatabase } from "./people";
import { answered, ask, composer, conversationList, lastAnswer, messages } from "./talking";

const row = (page: Page, title: string) => conversationList(page).getByRole("link", { name: title });
const toast = (page: Page) => page.getByRole("region", { name: "Notifications" });
const finder = (page: Page) => page.getByRole("searchbox", { name: "Find a chat by title" });

test("the model names a chat; a name that was given by hand stays", async ({ page, person }) => {
  await talk(page, "Explain volcanoes");
  await expect(row(page, "Explain volcanoes")).toHaveAttribute("aria-current", "page");
  await expect(row(page, "Volcanoes in plain words")).toHaveAttribute("aria-current", "page");

  await choose(page, "Volcanoes in plain words", "Rename…");
  const field = page.getByRole("textbox", { name: "Title" });
  await expect(field).toHaveValue("Volcanoes in plain words");
  await field.fill("   ");
  await field.press("Enter");
  await expect(page.getByText("A title needs a word.")).toBeVisible();
  await field.fill("For the geology class");
  await field.press("Enter");
  await expect(row(page, "For the geology class")).toBeVisible();

  await ask(page, "And how do they end? [sandbox:fast]");
  await answered(page);
  await page.reload();
  await expect(row(page, "For the geology class")).toHaveAttribute("aria-current", "page");
  expect(person.id).toBeTruthy();
});

test("pinned stands first; archived is put away, found and brought back", async ({ page, person }) => {
  await startChats(person.id, "Apples", "Berries", "Cherries");
  await page.goto("/chat");
  await choose(page, "Apples", "Pin");
  await expect(conversationList(page).getByRole("region", { name: "Pinned" }).getByRole("link")).toHaveText("Apples");

  await choose(page, "Berries", "Archive");
  await expect(row(page, "Berries")).toHaveCount(0);
  await toast(page).getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Berries")).toBeVisible();
  await choose(page, "Berries", "Archive");
  await expect(row(page, "Berries")).toHaveCount(0);

  await finder(page).fill("err");
  await expect(conversationList(page).getByRole("region", { name: "Chats found" }).getByRole("link")).toHaveText([
    "Cherries",
    /Berries/,
  ]);
  await finder(page).press("Escape");
  await expect(row(page, "Apples")).toBeVisible();

  await page.getByRole("link", { name: "Archived chats" }).click();
  await expect(page).toHaveURL("/archived");
  const unarchive = page.getByRole("main").getByRole("button", { name: "Unarchive Berries" });
  await unarchive.click();
  await expect(page.getByText("Nothing is archived")).toBeVisible();
  await toast(page).getByRole("button", { name: "Undo" }).last().click();
  await expect(row(page, "Berries")).toHaveCount(0);
  await unarchive.click();
  await expect(page.getByText("Nothing is archived")).toBeVisible();
  await expect(row(page, "Berries")).toBeVisible();
});

test("what was deleted comes back by Undo, also when it was open; what was not is gone", async ({ page, person }) => {
  await startChats(person.id, "Another one");
  await talk(page, "Explain frost");
  const address = page.url();
  await expect(row(page, "Frost in plain words")).toBeVisible();
  await choose(page, "Frost in plain words", "Delete");
  await expect(page).toHaveURL("/chat");
  await expect(page.getByRole("heading", { name: "What would you like to know?" })).toBeVisible();
  await expect(row(page, "Frost in plain words")).toHaveCount(0);
  await toast(page).getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Frost in plain words")).toBeVisible();
  await page.goto(address);
  await expect(lastAnswer(page)).toContainText(/frost/i);

  await choose(page, "Frost in plain words", "Delete");
  await expect(page).toHaveURL("/chat");
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/not|nothing/i);
  await expect(row(page, "Another one")).toBeVisible();
});

test("everything is found by keyboard: a chat, a command, the shortcuts", async ({ page, person }) => {
  await startChats(person.id, "Sourdough starter", "Tax return");
  await page.goto("/chat");
  const field = page.getByRole("combobox", { name: "Type a command, or a chat's title" });

  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await page.keyboard.type("sourd");
  await expect(page.getByRole("option", { name: "Sourdough starter" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(row(page, "Sourdough starter")).toHaveAttribute("aria-current", "page");

  await page.keyboard.press("Control+k");
  await page.keyboard.type("archive this");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/chat");
  await expect(row(page, "Sourdough starter")).toHaveCount(0);

  await page.keyboard.press("Control+k");
  await page.keyboard.type("nothing is called that");
  await expect(page.getByRole("dialog").getByText("Nothing fits that.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(field).toHaveCount(0);

  await page.keyboard.press("Control+/");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Stop the answer");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Escape");
  await expect(composer(page)).toBeFocused();
  await finder(page).focus();
  await page.keyboard.type("tax");
  await expect(conversationList(page).getByText("1 chat found.")).toBeAttached();
  await page.keyboard.press("Enter");
  await expect(row(page, "Tax return")).toHaveAttribute("aria-current", "page");
  await page.keyboard.press("Control+Shift+O");
  await expect(page).toHaveURL("/chat");
  await expect(composer(page)).toBeFocused();
});

test("a long list comes in pages, without gaps or doubles", async ({ page, person }) => {
  const titles = Array.from({ length: 120 }, (_, place) => `Chat number ${place}.`);
  await startChats(person.id, ...titles);
  await page.goto("/chat");
  const links = conversationList(page).getByRole("listitem").getByRole("link");
  await expect(async () => {
    await links.last().scrollIntoViewIfNeeded();
    await expect(links).toHaveCount(titles.length, { timeout: 1_000 });
  }).toPass();
  expect((await links.allTextContents()).toSorted()).toEqual(titles.toSorted());
});

/** A question and its whole answer, on a new page. */
async function talk(page: Page, question: string): Promise<void> {
  await page.goto("/chat");
  await ask(page, `${question} [sandbox:fast]`);
  await answered(page);
  await expect(messages(page)).toHaveCount(2);
}

async function choose(page: Page, title: string, action: string): Promise<void> {
  await row(page, title).hover();
  await conversationList(page)
    .getByRole("button", { name: `Actions for ${title}` })
    .click();
  await page.getByRole("menuitem", { name: action, exact: true }).click();
}

/** Chats of these titles, the last one the newest, as rows: how they came about is not what is looked at. */
async function startChats(userId: string, ...titles: string[]): Promise<void> {
  await inDatabase((client) =>
    client.query(
      `INSERT INTO conversations (id, user_id, title, title_source, created_at, last_message_at)
       SELECT gen_random_uuid(), $1, title, 'person', at, at
       FROM unnest($2::text[]) WITH ORDINALITY AS given (title, place),
            LATERAL (SELECT now() - interval '1 hour' + place * interval '1 second' AS at) AS moment`,
      [userId, titles],
    ),
  );
}
