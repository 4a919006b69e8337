import { expect, test } from "./fixtures";
import { startProTrial } from "./paying";
import { ADMIN_EMAIL, signInAs } from "./people";
import { expectAccessibleAtBoth } from "./violations";

test("to anybody but an admin the page does not exist", async ({ page, person, otherBrowser }) => {
  expect((await page.goto("/admin/billing"))?.status()).toBe(404);
  expect((await (await otherBrowser.newPage()).goto("/admin/billing"))?.status()).toBe(404);
  expect(person.email).not.toBe(ADMIN_EMAIL);
});

test("an admin reads what comes in, what it is made of, and how far behind the copy is", async ({
  page,
  person,
  otherBrowser,
}) => {
  await startProTrial(page);
  await signInAs(otherBrowser, ADMIN_EMAIL);
  const admin = await otherBrowser.newPage();
  await admin.goto("/admin/billing");

  await expect(admin.getByRole("region", { name: "Monthly recurring revenue" })).toContainText("$");
  const made = admin.getByRole("table", { name: "Subscriptions by price, and what they bring a month" });
  await expect(made.getByRole("row").filter({ hasText: "On trial, not in it" })).toBeVisible();
  await expect(admin.getByRole("table", { name: "Subscriptions by plan and status" })).toContainText("Trialing");
  await expect(admin.getByRole("table", { name: "Webhook events" })).toContainText(/customer\.|invoice\./);
  await expect(admin.getByText(/Every event is applied|not applied|given up/).first()).toBeVisible();

  await admin.getByRole("link", { name: /^Given up/ }).click();
  await expect(admin).toHaveURL("/admin/billing?events=dead");

  await expectAccessibleAtBoth(admin);
  // Of others who buy at the same moment there may be newer ones: the whole list has it.
  await expect(async () => {
    await admin.goto("/admin/events");
    await expect(admin.getByRole("main")).toContainText("checkout.session.completed", { timeout: 1_000 });
  }).toPass();
  expect(person.email).not.toBe(ADMIN_EMAIL);
});

test("an admin gives somebody a plan: asked first, once, with a reason; and both read the same of it", async ({
  page,
  person,
  otherBrowser,
}) => {
  await signInAs(otherBrowser, ADMIN_EMAIL);
  const admin = await otherBrowser.newPage();
  await admin.goto(`/admin/customers/${person.id}`);
  await admin.getByRole("button", { name: "Give a plan" }).click();
  const dialog = admin.getByRole("dialog", { name: "Give them a plan?" });
  await dialog.getByText("Enterprise").click();
  await dialog.getByLabel("Months").fill("2");
  await dialog.getByLabel("Why").fill("They helped us find a fault.");
  await dialog.getByRole("button", { name: "Give" }).click();
  await expect(admin.getByText("They helped us find a fault.")).toBeVisible();

  const sentence = /You have Enterprise until .+, free of charge\. It ends by itself\./;
  await expect(admin.getByText(sentence)).toBeVisible();
  await page.goto("/billing");
  await expect(page.getByText(sentence)).toBeVisible();
  await expect(page.getByText("Free of charge", { exact: true })).toBeVisible();
  await expect(page.getByText("Nothing more is charged for Enterprise.")).toBeVisible();
});
