import type { Page } from "@playwright/test";
import { facts } from "./facts";
import { expect, test } from "./fixtures";
import { inDatabase, insertPerson, signInAs } from "./people";
import { expectAccessible, expectAccessibleAtBoth } from "./violations";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const dialog = (page: Page) => page.getByRole("dialog");

test("a key is made, copied, renamed, rotated and revoked; somebody else sees nothing of it", async ({
  page,
  person,
  otherBrowser,
}) => {
  await page.goto("/settings");
  await page.getByRole("link", { name: "Manage keys" }).click();
  await expect(page.getByText("You have no keys yet")).toBeVisible();
  await expectAccessibleAtBoth(page, "no keys");

  const secret = await create(page, "Build server");
  expect(secret).toMatch(/^parley_[0-9A-Za-z]{36}$/);
  const row = page.getByRole("listitem").filter({ hasText: "Build server" });
  await expect(row).toContainText(`parley_${secret.slice(7, 11)}…`);
  await expect(row).toContainText("Chat completions and embeddings · 60 requests a minute");
  await expect(row).toContainText("$0.00 of $12.50 this cycle");
  expect(await askedWith(secret, "/models")).toEqual([403, "insufficient_permissions"]);
  expect(await askedWith(secret, "/embeddings", { model: "parley-embed", input: "rain" })).toEqual([200, undefined]);
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText("Used just now", { timeout: 1_000 });
  }).toPass();
  await expect(page.getByText(secret)).toHaveCount(0);
  await expectAccessibleAtBoth(page, "a key");

  await choose(page, "Build server", "Rename");
  await dialog(page).getByLabel("Name").fill("Deploys");
  await dialog(page).getByRole("button", { name: "Rename" }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole("listitem")).toContainText(["Deploys"]);

  await choose(page, "Deploys", "Rotate");
  await expectAccessible(page, "rotating");
  await dialog(page).getByRole("button", { name: "Rotate key" }).press("Enter");
  await expect(dialog(page).getByLabel("Your key")).not.toHaveValue(secret);
  await dialog(page).getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByRole("listitem").getByText("Replaced")).toBeVisible();
  await expect(page.getByRole("listitem")).toHaveCount(2);

  await choose(page, "Deploys", "Revoke");
  await expect(dialog(page)).toContainText("stops at once and for good");
  await dialog(page).getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByRole("listitem").getByText("Revoked")).toHaveCount(0);
  await choose(page, "Deploys", "Revoke");
  await dialog(page).getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("listitem").getByText("Revoked")).toBeVisible();
  expect(await askedWith(secret, "/embeddings", { model: "parley-embed", input: "rain" })).toEqual([
    401,
    "invalid_api_key",
  ]);

  await signInAs(otherBrowser, (await insertPerson()).email);
  const theirs = await otherBrowser.newPage();
  await theirs.goto("/settings/keys");
  await expect(theirs.getByText("You have no keys yet")).toBeVisible();
  expect(await keysOf(person.id)).toEqual([
    { name: "Deploys", revoked: false },
    { name: "Deploys", revoked: true },
  ]);
});

test("a form that is refused keeps what was ticked, chosen and typed", async ({ page, person }) => {
  expect(person.id).not.toBe("");
  await page.goto("/settings/keys");
  await page.getByRole("button", { name: "Create key" }).click();
  await dialog(page).getByLabel("Embeddings").uncheck();
  await dialog(page).getByLabel("30 days").check();
  await dialog(page).getByLabel("Budget in dollars").fill("a lot");
  await dialog(page).getByRole("button", { name: "Create key" }).click();
  await expect(dialog(page).getByRole("alert")).toContainText("2 fields need another look.");
  await expect(dialog(page).getByLabel("Embeddings")).not.toBeChecked();
  await expect(dialog(page).getByLabel("Chat completions")).toBeChecked();
  await expect(dialog(page).getByLabel("30 days")).toBeChecked();
  await expect(dialog(page).getByLabel("Budget in dollars")).toHaveValue("a lot");
  await expectAccessible(page, "a refused key");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
});

/** Makes one by keyboard and returns what was copied. */
async function create(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "Create key" }).press("Enter");
  await dialog(page).getByLabel("Name").fill(name);
  await dialog(page).getByLabel("List models").press("Space");
  await dialog(page).getByLabel("Requests a minute").fill("60");
  await dialog(page).getByLabel("Budget in dollars").fill("12.50");
  await expectAccessible(page, "creating");
  await dialog(page).getByLabel("Budget in dollars").press("Enter");
  const shown = dialog(page).getByLabel("Your key");
  await expect(shown).toBeVisible();
  await expectAccessible(page, "the key, once");
  await page.keyboard.press("Escape");
  await page.mouse.click(2, 2);
  await expect(dialog(page).getByRole("button", { name: "Close" })).toHaveCount(0);
  await dialog(page).getByRole("button", { name: "Copy key" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await expect(shown).toHaveValue(copied);
  await dialog(page).getByRole("button", { name: "I have copied it" }).click();
  await expect(dialog(page)).toHaveCount(0);
  return copied;
}

/** What the public API says to a program with this key: its status, and the code of a refusal. */
async function askedWith(secret: string, path: string, body?: object): Promise<[number, string | undefined]> {
  const response = await fetch(`${facts.appUrl}/api/v1${path}`, {
    method: body ? "POST" : "GET",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return [response.status, /"code":\s*"(\w+)"/.exec(await response.text())?.[1]];
}

/** Of several keys of a name, the oldest that can still be changed. */
async function choose(page: Page, name: string, what: string): Promise<void> {
  await page
    .getByRole("button", { name: `What to do with ${name}` })
    .last()
    .click();
  await page.getByRole("menuitem", { name: what }).click();
}

function keysOf(personId: string) {
  return inDatabase(async (client) => {
    const sql =
      "SELECT name, revoked_at IS NOT NULL AS revoked FROM api_keys WHERE user_id = $1 ORDER BY created_at DESC";
    return (await client.query<{ name: string; revoked: boolean }>(sql, [personId])).rows;
  });
}
