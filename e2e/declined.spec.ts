import { expect, test } from "./fixtures";
import { CARD_THAT_IS_DECLINED, CARD_THAT_PAYS, payWith } from "./paying";

test("a declined card changes nothing, and another one pays", async ({ page, person }) => {
  await page.goto("/billing");
  await page.getByRole("button", { name: "Start 14-day trial of Pro" }).click();
  await payWith(page, CARD_THAT_IS_DECLINED, "Start trial");
  await expect(page.getByRole("alert")).toContainText("Your card was declined. Nothing was charged. Try another card.");
  await expect(page.getByText(person.email)).toBeVisible();

  await page.getByRole("link", { name: "← Back" }).click();
  await expect(page).toHaveURL("/billing");
  await page.goto("/billing");
  const plan = page.getByRole("region", { name: "Your plan" });
  await expect(plan).toContainText("You are on Free.");
  await expect(page.getByRole("region", { name: "Invoices" })).toContainText("No invoices yet");

  await page.getByRole("button", { name: "Start 14-day trial of Pro" }).click();
  await payWith(page, CARD_THAT_PAYS, "Start trial");
  await expect(page.getByText("You are on Pro")).toBeVisible();
  await expect(plan).toContainText("You have the Pro trial until");
  await expect(page.getByRole("region", { name: "Next payment" })).toContainText("•••• 4242");
});

test("leaving the hosted page for the browser's own way back leaves the buttons usable", async ({ page, person }) => {
  await page.goto("/billing");
  const start = page.getByRole("button", { name: "Start 14-day trial of Enterprise" });
  await start.click();
  await expect(page.getByText(person.email)).toBeVisible();
  await page.goBack();
  await start.click();
  await expect(page.getByRole("heading", { name: "Subscribe to Parley Enterprise" })).toBeVisible();
});
