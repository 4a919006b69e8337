import { expect, test } from "./fixtures";
import { lettersTo } from "./mailbox";
import { inDatabase } from "./people";
import { expectAccessible, PHONE } from "./violations";

test("an account is deleted by its own address, typed, and by nothing less", async ({ page, person }) => {
  await page.setViewportSize(PHONE);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Delete account" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Delete your account?" });
  await expect(dialog).toContainText("This can not be undone.");
  await expect(dialog).toContainText("Nothing will ever be charged.");
  expect(await dialog.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  await expectAccessible(page);

  const address = dialog.getByLabel(`Type ${person.email} to confirm`);
  await address.fill("somebody@example.test");
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(dialog).toContainText("That is not the address of this account.");
  await dialog.getByRole("button", { name: "Keep my account" }).click();
  await expect(dialog).toHaveCount(0);

  await page.getByRole("button", { name: "Delete account" }).click();
  await address.fill(person.email);
  await address.press("Enter");
  await expect(page).toHaveURL("/");
  await page.goto("/chat");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect
    .poll(async () => (await lettersTo(person.email)).map(({ subject }) => subject), { timeout: 15_000 })
    .toEqual(["Your account is deleted"]);
  const { rows } = await inDatabase((client) => client.query("SELECT email FROM users WHERE id = $1", [person.id]));
  expect(rows).toEqual([{ email: `${person.id}@deleted.invalid` }]);
});
