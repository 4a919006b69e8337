import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { linkMailedTo } from "./mailbox";
import { endTrial, startProTrial } from "./paying";
import { insertPerson, signInAs } from "./people";
import { expectAccessible } from "./violations";

const dialog = (page: Page) => page.getByRole("dialog");
const plan = (page: Page) => page.getByRole("region", { name: "Your plan" });

test("a seat is bought, offered by mail, taken, and taken away; a pause is asked for and taken back", async ({
  page,
  person,
  otherBrowser,
}) => {
  await startProTrial(page);
  await endTrial(page, person);
  await page.getByRole("button", { name: "Upgrade to Enterprise" }).click();
  await dialog(page).getByRole("button", { name: /^Pay / }).click();
  await expect(dialog(page)).toHaveCount(0);

  await page.getByRole("button", { name: "Change seats" }).click();
  await dialog(page).getByRole("button", { name: "See the price" }).click();
  await expect(dialog(page)).toContainText(/Then \$198\.00 a month/);
  await dialog(page).getByRole("button", { name: /^Pay / }).click();
  await expect(page.getByText("1 of 2 seats are taken")).toBeVisible();

  const { email } = await insertPerson();
  await page.getByLabel("Offer a seat to").fill(email);
  await page.getByRole("button", { name: "Send the offer" }).click();
  await expect(page.getByRole("button", { name: `Take back: ${email}` })).toBeVisible();
  await expectAccessible(page);

  await signInAs(otherBrowser, email);
  const theirs = await otherBrowser.newPage();
  await theirs.goto(await linkMailedTo(email, /offers you a seat/, "/join"));
  await theirs.getByRole("button", { name: "Take the seat" }).click();
  await expect(plan(theirs)).toContainText(`You have Enterprise through ${person.name}'s team.`);

  await page.reload();
  await page.getByRole("button", { name: `Take out: ${email}` }).click();
  await expect(page.getByText("1 of 2 seats are taken")).toBeVisible();
  await expect(page.getByLabel("Offer a seat to")).toBeEnabled();
  await theirs.reload();
  await expect(plan(theirs)).toContainText("You are on Free.");

  await page.getByRole("button", { name: "Pause Enterprise" }).click();
  await dialog(page)
    .getByRole("button", { name: /^Pause on / })
    .click();
  await expect(page.getByText(/^Enterprise is paused from /)).toBeVisible();
  await page.getByRole("button", { name: "Go on with Enterprise now" }).click();
  await dialog(page).getByRole("button", { name: "Go on", exact: true }).click();
  await expect(page.getByText(/^Enterprise is paused from /)).toHaveCount(0);
});
