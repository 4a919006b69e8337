import { expect, type Page } from "@playwright/test";

export const CARD_THAT_PAYS = "4242 4242 4242 4242";
export const CARD_THAT_IS_DECLINED = "4000 0000 0000 0002";

/** Fills in the hosted checkout and sends it. */
export async function payWith(page: Page, card: string, press: "Start trial" | "Subscribe"): Promise<void> {
  await page.getByLabel("Card number").fill(card);
  await page.getByLabel("Expiry").fill("12 / 34");
  await page.getByLabel("CVC").fill("123");
  await page.getByLabel("Name on card").fill("Test Person");
  await page.getByRole("button", { name: press }).click();
}

/** From anywhere to a trial of Pro that has begun, seen on the billing page. */
export async function startProTrial(page: Page): Promise<void> {
  await page.goto("/billing");
  await page.getByRole("button", { name: "Start 14-day trial of Pro" }).click();
  await payWith(page, CARD_THAT_PAYS, "Start trial");
  await expect(page.getByText("You are on Pro")).toBeVisible();
}
