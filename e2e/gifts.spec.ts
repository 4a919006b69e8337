import { expect, test } from "./fixtures";
import { ADMIN_EMAIL, signInAs } from "./people";
import { spendAll } from "./spending";
import { answered, ask } from "./talking";

test("an admin gives credit: it is used once the allowance is spent, and what is left of it is taken back", async ({
  page,
  person,
  otherBrowser,
}) => {
  await page.goto("/usage");
  await spendAll(person.id);
  await signInAs(otherBrowser, ADMIN_EMAIL);
  const admin = await otherBrowser.newPage();
  await admin.goto(`/admin/customers/${person.id}`);
  await admin.getByRole("button", { name: "Give credit" }).click();
  const giving = admin.getByRole("dialog", { name: "Give them credit?" });
  await giving.getByLabel("Why").fill("Sorry for yesterday.");
  await giving.getByRole("button", { name: "Give", exact: true }).click();
  await expect(admin.getByText(/Credit of \$5\.00, \$5\.00 left until/)).toBeVisible();

  await page.goto("/usage");
  const credit = page.getByRole("region", { name: "Credit from us", exact: true });
  await expect(credit).toContainText(/\$5\.00 \$5\.00 until [A-Z]\w+ \d{1,2}, \d{4}|\$5\.00\$5\.00 until/);
  await page.goto("/chat");
  await ask(page, "What is a haiku? [sandbox:fast]");
  await answered(page);
  const report = (await (await page.request.get("/api/openai/usage")).json()) as { used: { giftMicros: number } };
  expect(report.used.giftMicros).toBeGreaterThan(0);

  await admin.reload();
  await admin.getByRole("button", { name: "Take back" }).click();
  const taking = admin.getByRole("dialog", { name: "Take this credit back?" });
  await taking.getByLabel("Why").fill("It was a mistake.");
  await taking.getByRole("button", { name: "Take back" }).click();
  await expect(admin.getByText("usage.take-credit-back")).toBeVisible();
  await page.goto("/usage");
  await expect(page.getByRole("region", { name: "Bought credits", exact: true })).toContainText("$0.00");
});
