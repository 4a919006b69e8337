import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { insertPerson, signInAs } from "./people";
import { CARD_THAT_IS_DECLINED, CARD_THAT_PAYS, payWith, startProTrial } from "./paying";
import { expectAccessible, expectAccessibleAtBoth } from "./violations";

const answer = (page: Page, question: string) => page.getByRole("region", { name: question });

test("somebody on Free owes nothing, and sees the plans before any invoice", async ({ page, person }) => {
  await page.goto("/billing");
  await expect(answer(page, "Your plan")).toContainText("You are on Free.");
  await expect(answer(page, "Next payment")).toContainText("$0.00");
  await expect(answer(page, "Used this month")).toContainText("of $0.20");
  await expect(page.getByText("No invoices yet")).toBeVisible();
  await expect(page.getByRole("button", { name: "Manage plan and card" })).toHaveCount(0);
  await expectAccessible(page);
  expect(person.email).toContain("@");
});

test("the yearly prices are a press away, and say what they save", async ({ page, person }) => {
  await page.goto("/billing");
  await page.getByText("Yearly", { exact: true }).click();
  const pro = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Pro", exact: true }) });
  await expect(pro).toContainText(/\$190\s*a year/);
  await expect(pro).toContainText("$38 less than twelve single months");
  expect(person.id).not.toBe("");
});

test("what was chosen elsewhere is one step from being paid, also after a declined card", async ({ page, person }) => {
  await page.goto("/billing?plan=enterprise&interval=year");
  await expect(page.getByText("You chose Enterprise, $990.00 a year")).toBeVisible();
  await page.getByRole("button", { name: "Start 14-day trial", exact: true }).click();
  await payWith(page, CARD_THAT_IS_DECLINED, "Start trial");
  await expect(page.getByText(/card (was|has been) declined/i)).toBeVisible();
  await payWith(page, CARD_THAT_PAYS, "Start trial");
  await expect(page).toHaveURL("/billing?from=checkout");
  await expect(answer(page, "Your plan")).toContainText("Enterprise");
  await expect(answer(page, "Next payment")).toContainText("$990.00");
  expect(person.id).not.toBe("");
});

test("who comes back without having paid is told the truth; the page goes on by itself once it is paid", async ({
  page,
  person,
  otherBrowser,
}) => {
  await page.goto("/billing");
  await page.getByRole("button", { name: "Start 14-day trial of Pro" }).click();
  await expect(page.getByLabel("Card number")).toBeVisible();
  const sessionId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const back = `/billing/return?session_id=${sessionId}`;

  const waiting = await page.context().newPage();
  await waiting.goto(back);
  await expect(waiting.getByRole("heading", { name: "Waiting for your payment" })).toBeVisible();
  await expect(waiting.getByText("You are on Pro")).toHaveCount(0);

  const stranger = await insertPerson();
  await signInAs(otherBrowser, stranger.email);
  expect((await (await otherBrowser.newPage()).goto(back))?.status()).toBe(404);

  await payWith(page, CARD_THAT_PAYS, "Start trial");
  await expect(page.getByText("You are on Pro")).toBeVisible();
  await expect(waiting).toHaveURL("/billing?from=checkout");
  expect(person.id).not.toBe(stranger.id);
});

test("a success nobody paid for is not claimed", async ({ page, person }) => {
  await page.goto("/billing?from=checkout");
  await expect(answer(page, "Your plan")).toContainText("You are on Free.");
  await expect(page.getByText(/^You are on (Pro|Enterprise)$/)).toHaveCount(0);
  expect((await page.goto("/billing/return?session_id=cs_test_nobodys"))?.status()).toBe(404);
  expect(person.id).not.toBe("");
});

test("who has a plan is not led to a second one", async ({ page, person }) => {
  await startProTrial(page);
  await page.goto("/billing?plan=enterprise&interval=month");
  await expect(page.getByText("You chose Enterprise")).toBeVisible();
  await expect(page.getByText(/it takes the place of this one/)).toBeVisible();
  await expect(page.getByRole("button", { name: /Start 14-day trial|Upgrade|Continue to payment/ })).toHaveCount(0);
  await expectAccessibleAtBoth(page);
  expect(person.id).not.toBe("");
});
