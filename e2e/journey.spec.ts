import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { facts } from "./facts";
import { CARD_THAT_PAYS, payWith } from "./paying";
import { ADMIN_EMAIL, inDatabase, signInAs } from "./people";
import { answered, ask, lastAnswer } from "./talking";
import { expectAccessible, expectAccessibleAtBoth } from "./violations";

const QUESTION = "Compare SQLite and PostgreSQL in a table.";

test("a stranger becomes a customer, cancels and stays after all", async ({ page, stranger, otherBrowser }) => {
  test.setTimeout(120_000);

  await test.step("comes by the landing page and the prices", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ask anything. See what it costs.");
    await page.getByRole("link", { name: "See the plans" }).click();
    await expect(page).toHaveURL("/pricing");
    await expect(
      page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Pro", exact: true }) }),
    ).toContainText("$19");
    await page.getByRole("link", { name: "Start free of Free" }).click();
  });

  await test.step("signs up, and confirms the address through the mailbox", async () => {
    await expect(page).toHaveURL(/\/sign-up/);
    await page.getByLabel("Email").fill(stranger.email);
    await page.getByLabel("Password", { exact: true }).fill(stranger.password);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
    await openMailedLink(page, stranger.email, "Confirm your email address");
    await page.getByRole("button", { name: "Confirm and continue" }).click();
    await expect(page).toHaveURL("/chat");
  });

  const conversation = await test.step("asks, and watches the answer being written", async () => {
    await ask(page, QUESTION);
    await expect(lastAnswer(page)).toContainText(/\S{3}/);
    const early = await textOf(page);
    await expect.poll(async () => (await textOf(page)).length).toBeGreaterThan(early.length + 20);
    await expect(lastAnswer(page)).not.toContainText(/tokens/);
    await answered(page);
    await expect(page).toHaveURL(/\/chat\/[0-9a-f-]{36}$/);
    return page.url();
  });

  await test.step("finds the same conversation after a reload", async () => {
    const answer = await lastAnswer(page).getByRole("table").innerText();
    const receipt = lastAnswer(page).getByText(/ tokens · <?\$0\.\d+ · /);
    const charged = await receipt.innerText();
    await page.reload();
    await expect(receipt).toHaveText(charged);
    await expect(page.getByRole("article").first()).toContainText(QUESTION);
    await expect(lastAnswer(page).getByRole("table")).toHaveText(answer, { useInnerText: true });
    await expect(
      page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /SQLite/i }),
    ).toHaveAttribute("aria-current", "page");
  });

  await test.step("asks a second question that only makes sense after the first", async () => {
    await ask(page, "What did I just ask?");
    await expect(await answered(page)).toContainText(QUESTION);
    await expect(page).toHaveURL(conversation);
  });

  await test.step("buys Pro on the hosted page", async () => {
    await page.goto("/pricing");
    await page.getByRole("link", { name: "Choose Pro" }).click();
    await expect(page.getByText("You chose Pro, $19.00 a month")).toBeVisible();
    await page.getByRole("button", { name: "Start 14-day trial", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Subscribe to Parley Pro" })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(new URL(facts.stripeUrl).origin);
    await expectAccessibleAtBoth(page, "the hosted checkout");
    await payWith(page, CARD_THAT_PAYS, "Start trial");
    await expect(page).toHaveURL("/billing?from=checkout");
    await expect(page.getByText("You are on Pro")).toBeVisible();
  });

  await test.step("sees what was bought", async () => {
    await page.goto("/billing");
    const day = /[A-Z][a-z]+ \d{1,2}, \d{4}/;
    const plan = page.getByRole("region", { name: "Your plan" });
    await expect(plan).toContainText("Pro");
    await expect(plan).toContainText("Trial");
    const payment = page.getByRole("region", { name: "Next payment" });
    await expect(payment).toContainText("$19.00");
    await expect(payment).toContainText(day);
    await expect(payment).toContainText("•••• 4242");
    await expect(page.getByRole("region", { name: "Used this month" })).toContainText("of $10.00");
    await expectInvoiceOpens(page);
  });

  await test.step("is seen by the operator", async () => {
    await signInAs(otherBrowser, ADMIN_EMAIL);
    const admin = await otherBrowser.newPage();
    const events = await eventsOf(stranger.email);
    expect(events.map(({ type }) => type)).toContain("checkout.session.completed");
    await admin.goto("/admin/billing");
    const subscriptions = admin.getByRole("table", { name: "Subscriptions by plan and status" });
    await expect(subscriptions.getByRole("columnheader", { name: "Trialing" })).toBeVisible();
    const newest = events.find(({ type }) => type === "checkout.session.completed");
    await expect(admin.getByRole("row").filter({ hasText: newest?.id ?? "no such event" })).toContainText("Applied");
  });

  await test.step("cancels in the portal, and is told until when Pro runs", async () => {
    await page.getByRole("button", { name: "Manage plan and card" }).click();
    await page.getByRole("link", { name: "Cancel subscription" }).click();
    await expect(page.getByRole("button", { name: "Cancel subscription" })).toBeVisible();
    await expectAccessibleAtBoth(page, "the portal's question why");
    await page.getByRole("button", { name: "Cancel subscription" }).click();
    await expect(page.getByText(/Canceled: runs until/)).toBeVisible();
    await expectAccessibleAtBoth(page, "the portal");
    await page.getByRole("link", { name: /^←|Back/ }).click();
    await expect(page).toHaveURL(/\/billing/);
    await expectPlan(page, /You have the Pro trial until .+ It will not renew\./);
    await expect(page.getByRole("region", { name: "Next payment" })).toContainText("Nothing more is charged for Pro.");
  });

  await test.step("resumes", async () => {
    await page.getByRole("button", { name: "Manage plan and card" }).click();
    await page.getByRole("button", { name: "Resume subscription" }).click();
    await expect(page.getByText(/Free trial until/)).toBeVisible();
    await page.getByRole("link", { name: /^←|Back/ }).click();
    await expectPlan(page, /You have the Pro trial until .+ The first payment is due then\./);
  });
});

/** Through the mailbox's own pages, as a person would. */
async function openMailedLink(page: Page, email: string, subject: string): Promise<void> {
  const mailbox = await page.context().newPage();
  await expect(async () => {
    await mailbox.goto(`${facts.controlUrl}/mailbox?to=${encodeURIComponent(email)}`);
    await mailbox.getByRole("link", { name: subject }).click({ timeout: 1_000 });
  }).toPass();
  const link = await mailbox.locator("pre").getByRole("link").first().getAttribute("href");
  await mailbox.close();
  await page.goto(link ?? "");
}

async function textOf(page: Page): Promise<string> {
  return lastAnswer(page).innerText();
}

async function expectInvoiceOpens(page: Page): Promise<void> {
  const row = page.getByRole("region", { name: "Invoices" }).getByRole("row").filter({ hasText: "Paid" });
  await expect(row).toHaveCount(1);
  const opened = page.waitForEvent("popup");
  await row.getByRole("link", { name: /^View/ }).click();
  const invoice = await opened;
  await expect(invoice.getByText(/^Invoice /).first()).toBeVisible();
  await expectAccessible(invoice, "the hosted invoice");
  await invoice.close();
  const pdf = await page.request.get((await row.getByRole("link", { name: /^PDF/ }).getAttribute("href")) ?? "");
  expect(pdf.headers()["content-type"]).toBe("application/pdf");
  expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");
}

/** What changed at Stripe arrives by webhook; the page is right when it is next looked at. */
async function expectPlan(page: Page, sentence: RegExp): Promise<void> {
  await expect(async () => {
    await page.goto("/billing");
    await expect(page.getByRole("region", { name: "Your plan" })).toContainText(sentence, { timeout: 2_000 });
  }).toPass();
}

async function eventsOf(email: string): Promise<{ id: string; type: string }[]> {
  const { rows } = await inDatabase((client) =>
    client.query<{ id: string; type: string }>(
      "SELECT e.id, e.type FROM stripe_events e JOIN users u ON u.stripe_customer_id = e.customer_id WHERE u.email = $1",
      [email],
    ),
  );
  return rows;
}
