import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { facts } from "./facts";
import { endTrial, payBy, startProTrial } from "./paying";
import { expectAccessible } from "./violations";

const answer = (page: Page, question: string) => page.getByRole("region", { name: question });
const dialog = (page: Page) => page.getByRole("dialog");

/** What the page says of the plan in the very moment the dialog is gone. */
function planWhenDialogCloses(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const watch = new MutationObserver(() => {
          if (document.querySelector("dialog[open]")) return;
          watch.disconnect();
          resolve(document.querySelector("main")?.textContent ?? "");
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
  );
}

test("a bigger plan costs what its dialog says, to the cent, and is there when it closes", async ({ page, person }) => {
  await startProTrial(page);
  await endTrial(page, person);
  await page.getByRole("button", { name: "Upgrade to Enterprise" }).click();
  const pay = dialog(page).getByRole("button", { name: /^Pay \$\d+\.\d\d now$/ });
  await expect(pay).toBeVisible();
  const amount = /\$\d+\.\d\d/.exec((await pay.textContent()) ?? "")?.[0] ?? "";
  await expect(dialog(page)).toContainText(`To pay now${amount}`);
  await expect(dialog(page)).toContainText(/Then \$99\.00 a month, next on /);
  await expectAccessible(page);
  const seen = planWhenDialogCloses(page);
  await pay.click();
  expect(await seen, "the page under the dialog as it closes").toContain("You have Enterprise.");
  await expect(answer(page, "Your plan")).toContainText("You have Enterprise. It renews on");
  await expect(answer(page, "Next payment")).toContainText("$99.00");
  await expect(page.getByRole("row").filter({ hasText: amount })).toHaveCount(1);

  await test.step("a smaller one waits for the period's end, and can be taken back", async () => {
    await page.getByRole("button", { name: "Switch to Pro" }).click();
    await expect(dialog(page)).toContainText("nothing is charged today");
    await dialog(page)
      .getByRole("button", { name: /^Switch on / })
      .click();
    await expect(page.getByText(/^Pro from /)).toBeVisible();
    await expect(answer(page, "Next payment")).toContainText("$19.00");
    await page.getByRole("button", { name: "Keep Enterprise instead" }).click();
    await expect(page.getByText(/^Pro from /)).toHaveCount(0);
    await expect(answer(page, "Next payment")).toContainText("$99.00");
  });
});

test("a bank that asks is answered on its own page: until then nothing has changed, and after it all has", async ({
  page,
  person,
}) => {
  await startProTrial(page);
  await endTrial(page, person);
  await payBy(person, "pm_card_authenticationRequired");
  await page.getByRole("button", { name: "Upgrade to Enterprise" }).click();
  await dialog(page).getByRole("button", { name: /^Pay / }).click();
  await expect(page).toHaveURL(new RegExp(`^${facts.stripeUrl}/`));

  await page.goto("/billing");
  await expect(page.getByText("A change of your plan waits for its payment")).toBeVisible();
  await expect(answer(page, "Your plan")).toContainText("You have Pro.");
  await expect(page.getByRole("button", { name: "Upgrade to Enterprise" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Confirm payment" }).click();
  await page.getByRole("link", { name: "Confirm the payment" }).click();
  await expect(page.getByRole("button", { name: "Complete" })).toBeVisible();
  await expectAccessible(page, "the bank's question");
  await page.getByRole("button", { name: "Complete" }).click();
  await expect(page.getByText("Paid", { exact: false }).first()).toBeVisible();
  await expect(async () => {
    await page.goto("/billing");
    await expect(answer(page, "Your plan")).toContainText("You have Enterprise. It renews on", { timeout: 500 });
  }).toPass();
});

test("cancelling asks why and takes no for an answer; resuming is one press, all by keyboard on a phone", async ({
  page,
  person,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await startProTrial(page);
  await page.goto("/billing");
  await page.getByRole("button", { name: "Cancel Pro" }).press("Enter");
  await expect(dialog(page)).toContainText("You keep Pro until");
  await expectAccessible(page);
  expect(await dialog(page).evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  await page.getByLabel("It costs too much").press("Space");
  await dialog(page).getByRole("button", { name: "Cancel Pro" }).press("Enter");
  await expect(page.getByText(/^Pro ends on /)).toBeVisible();
  await expect(answer(page, "Next payment")).toContainText("$0.00");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Resume Pro" }).press("Enter");
  await expect(page.getByText(/^Pro ends on /)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Cancel Pro" })).toBeVisible();
  expect(person.id).not.toBe("");
});
