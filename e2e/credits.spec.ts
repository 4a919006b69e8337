import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { facts } from "./facts";
import { CARD_THAT_IS_DECLINED, CARD_THAT_PAYS, payBy, payWith, startProTrial } from "./paying";
import { NO_VIOLATIONS, violationsOf } from "./violations";

const credits = (page: Page) => page.getByRole("region", { name: "Credits" });

test("who has no card buys credits on Stripe's page, also after a card that is declined", async ({ page, person }) => {
  await page.goto("/billing");
  await credits(page).getByText("$5", { exact: true }).click();
  await expect(credits(page)).toContainText("Brings $3.00 of model use, for 12 months.");
  await credits(page).getByRole("button", { name: "Pay $5.00 on Stripe’s page" }).click();
  await payWith(page, CARD_THAT_IS_DECLINED, "Pay");
  await expect(page.getByRole("alert")).toContainText("Your card was declined");
  await payWith(page, CARD_THAT_PAYS, "Pay");
  await expect(page).toHaveURL("/billing#credits");
  await expect(credits(page)).toContainText("$3.00 of $3.00, until");
  await expect(page.getByRole("region", { name: "Used this month" })).toContainText("Beside it: $3.00 of credits.");
  expect(await violationsOf(page)).toEqual(NO_VIOLATIONS);
  expect(person.id).not.toBe("");
});

test("a saved card pays at once, is refused in words, or asks its owner first", async ({ page, person }) => {
  await startProTrial(page);
  await page.goto("/billing");
  await credits(page).getByRole("button", { name: "Pay $20.00 with the card •••• 4242" }).click();
  await expect(credits(page)).toContainText("Paid. Your credits are above.");
  await expect(credits(page)).toContainText("$13.00 of $13.00, until");

  await test.step("refused", async () => {
    await payBy(person, "pm_card_chargeCustomerFail");
    const pay = credits(page).getByRole("button", { name: "Pay $20.00 with the card •••• 0341" });
    await reloadUntil(page, () => expect(pay).toBeVisible({ timeout: 500 }));
    await pay.click();
    await expect(credits(page).getByRole("alert")).toContainText("Your card was declined");
    await expect(credits(page).getByRole("button", { name: "Change card" })).toBeVisible();
  });

  await test.step("asked by the bank", async () => {
    await payBy(person, "pm_card_authenticationRequired");
    const pay = credits(page).getByRole("button", { name: "Pay $20.00 with the card •••• 3184" });
    await reloadUntil(page, () => expect(pay).toBeVisible({ timeout: 500 }));
    await credits(page).getByText("Other", { exact: true }).click();
    await credits(page).getByLabel("Amount in USD").fill("10");
    await credits(page)
      .getByRole("button", { name: /^Pay \$10\.00 with / })
      .click();
    await expect(page).toHaveURL(new RegExp(`^${facts.stripeUrl}/`));
    await page.getByRole("button", { name: "Complete" }).click();
    await expect(page).toHaveURL("/billing#credits");
    await expect(credits(page)).toContainText("$19.00");
  });
});

/** News from Stripe are on their way. */
async function reloadUntil(page: Page, isSo: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.reload();
    await isSo();
  }).toPass();
}
