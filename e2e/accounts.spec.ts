import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { lettersTo, linkMailedTo } from "./mailbox";
import { insertPerson } from "./people";

const OLD = "an old password of theirs";
const NEW = "quite another phrase entirely";

test("a forgotten password is replaced by mail, once, and the old one is worth nothing", async ({ page }) => {
  const { email } = await insertPerson({ password: OLD });
  await page.goto("/sign-in?next=/settings");
  await page.getByRole("link", { name: "Forgot it?" }).click();
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();

  const link = await linkMailedTo(email, /Choose a new password/, "/reset-password");
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill(NEW);
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await expect(page).toHaveURL("/settings");
  await expect
    .poll(async () => (await lettersTo(email)).map(({ subject }) => subject))
    .toContain("Your password was changed");

  await page.context().clearCookies();
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill("a third password nobody gets");
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText(/link/);
  await signIn(page, email, OLD);
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "That address and password do not go together.",
  );
  await signIn(page, email, NEW);
  await expect(page).toHaveURL("/chat");
});

test("a link by mail signs in, after a press and only once", async ({ page, otherBrowser }) => {
  const { email } = await insertPerson();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Send me a link instead of using a password" }).click();
  await expect(page.getByRole("link", { name: "Use a password instead" })).toBeVisible();
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  const link = await linkMailedTo(email, /Your sign-in link/, "/email-link");

  // A scanner that opens the link uses nothing up.
  await (await otherBrowser.newPage()).goto(link);
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/chat");

  const late = await otherBrowser.newPage();
  await late.goto(link);
  await late.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(late.getByRole("main").getByRole("alert")).toContainText(/link/);
  await expect(late).toHaveURL(/\/email-link/);
});

test("a wrong password and an unknown address get the same sentence, and keep what was typed", async ({
  page,
  stranger,
}) => {
  const { email } = await insertPerson({ password: OLD });
  const sentences: string[] = [];
  for (const address of [email, stranger.email]) {
    await signIn(page, address, stranger.password);
    const alert = page.getByRole("main").getByRole("alert");
    await expect(alert).toBeFocused();
    sentences.push(await alert.innerText());
    await expect(page.getByLabel("Email")).toHaveValue(address);
  }
  expect(sentences[0]).toContain("That address and password do not go together.");
  expect(sentences[1]).toBe(sentences[0]);
});

test("who guesses on is told to wait", async ({ page, stranger }) => {
  await page.goto("/sign-in");
  const alert = page.getByRole("main").getByRole("alert");
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    await submitSignIn(page, stranger.email, `guess number ${attempt} of many`);
    await expect(alert).toContainText("do not go together");
    // The answer empties the field: typing before it has come would be wiped.
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  }
  await submitSignIn(page, stranger.email, "one guess too many");
  await expect(alert).toContainText(/Too many attempts/);
});

test("a common password and a bad address are refused with a reason at the field", async ({ page, stranger }) => {
  await page.goto("/sign-up");
  await page.getByLabel("Email").fill("not an address");
  await page.getByLabel("Password", { exact: true }).fill("password1234");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Email")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Email").fill(stranger.email);
  await page.getByLabel("Password", { exact: true }).fill("password1234");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute("aria-invalid", "true");
  expect(await lettersTo(stranger.email)).toEqual([]);
});

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await submitSignIn(page, email, password);
}

/** One attempt; over once the server has answered. */
async function submitSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await answered;
}
