import { randomBytes } from "node:crypto";
import { facts } from "./facts";
import { expect, test } from "./fixtures";
import { DESKTOP, expectAccessible, overflowOf, PHONE } from "./violations";

/** The one world is everybody's: nothing here moves its time, forgets it, or makes it fail. */
const PLACES = ["/", "/time", "/customers", "/webhooks", "/faults", "/model", "/mailbox", "/reset"];

test("every page is accessible and stays in its width", async ({ page }) => {
  test.setTimeout(180_000);
  for (const at of [...PLACES, `/customers/${(await aCustomer()).id}`]) {
    await test.step(at, async () => {
      await page.goto(facts.controlUrl + at);
      await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
      await page.setViewportSize(PHONE);
      expect.soft(await overflowOf(page), `${at} on a phone scrolls sideways by`).toBeLessThanOrEqual(0);
      // The same page at both sizes: rules need to look at it once.
      await page.setViewportSize(DESKTOP);
      await expectAccessible(page, at);
    });
  }
  await page.goto(`${facts.controlUrl}/faults`);
  await page.getByText("Delivered more than once").click();
  await expectAccessible(page, "the form of a fault, unfolded");
});

test("a letter appears while one looks, and takes nobody's place in the page away", async ({ page }) => {
  const to = `${randomBytes(5).toString("hex")}@example.test`;
  await page.goto(`${facts.controlUrl}/mailbox?to=${to}`);
  await expect(page.getByText(`No letter was sent to ${to}`)).toBeVisible();
  await page.getByLabel("Sent to").fill("half an add");
  await write(to, "While you look");
  await expect(page.getByRole("link", { name: "While you look" })).toBeVisible();
  await expect(page.getByLabel("Sent to")).toHaveValue("half an add");
  await expect(page.getByLabel("Sent to")).toBeFocused();
  await page.getByRole("link", { name: "While you look" }).focus();
  await write(to, "And again");
  await page.waitForResponse((response) => response.url().includes("/mailbox?to="));
  await expect(page.getByRole("link", { name: "While you look" })).toBeFocused();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("a customer is found, gets a failing card, and a portal that leads back", async ({ page }) => {
      const { name } = await aCustomer();
      await page.goto(`${facts.controlUrl}/customers`);
      await page.getByLabel("Name, address or id").fill(name);
      await page.getByRole("button", { name: "Find" }).click();
      await page.getByRole("link", { name }).click();
      await page.getByRole("button", { name: "Let the next renewal be declined" }).click();
      await expect(page.getByRole("status")).toHaveText(/The card is on file/);
      await expect(page.getByText("Visa •••• 0341", { exact: false }).first()).toBeVisible();
      await page.getByRole("button", { name: "Open the billing portal" }).click();
      await expect(page).toHaveURL(new RegExp(`^${facts.stripeUrl}/p/session/`));
      await page.getByRole("link", { name: "Return to" }).click();
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    });
  });
}

test("time goes nowhere without a date, and says so", async ({ page }) => {
  await page.goto(`${facts.controlUrl}/time`);
  await page.getByLabel("Or to a date and time, in UTC").evaluate((field: HTMLInputElement) => (field.type = "text"));
  await page.getByLabel("Or to a date and time, in UTC").fill("1999-01-01T00:00");
  await page.getByRole("button", { name: "Go there" }).click();
  await expect(page.getByRole("alert")).toHaveText(/in the past/);
});

/** Somebody the app has never heard of, with a card on file. */
async function aCustomer(): Promise<{ id: string; name: string }> {
  const name = `Somebody ${randomBytes(5).toString("hex")}`;
  const card = "pm_card_visa";
  const fields = { name, payment_method: card, "invoice_settings[default_payment_method]": card };
  const response = await fetch(`${facts.stripeUrl}/v1/customers`, {
    method: "POST",
    headers: { authorization: "Bearer sk_test_browser_tests" },
    body: new URLSearchParams(fields),
  });
  return (await response.json()) as { id: string; name: string };
}

async function write(to: string, subject: string): Promise<void> {
  await fetch(`${facts.controlUrl}/v3/mail/send`, {
    method: "POST",
    headers: { authorization: "Bearer SG.browser-tests" },
    body: JSON.stringify({
      personalizations: [{ to: [{ email: to }] }],
      from: { email: "hello@parley.test" },
      subject,
      content: [{ type: "text/plain", value: "Hello." }],
    }),
  });
}
