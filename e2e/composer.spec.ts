import type { Page } from "@playwright/test";
import { aPdf, aPng } from "@/lib/chat/files/testing/samples";
import { expect, test } from "./fixtures";
import { callsAbout } from "./model-calls";
import { startProTrial } from "./paying";
import { inDatabase, insertPerson } from "./people";
import { answered, aSubject, ask, composer, goesOn, lastAnswer, messages } from "./talking";

const hint = (page: Page) => page.getByRole("form", { name: "New message" });
const files = (page: Page) => hint(page).getByRole("list", { name: "Files" }).getByRole("listitem");
const waiting = (page: Page) => page.getByRole("region", { name: "Waiting to be sent" }).getByRole("listitem");

test("what is written is kept for each chat, over a reload, and over a sign-out", async ({ page }) => {
  const password = "a password for drafts";
  const person = await insertPerson({ password });
  await signIn(page, person.email, password);
  await ask(page, "Explain clouds [sandbox:fast]");
  await answered(page);
  await composer(page).fill("Not finished yet");
  await page.reload();
  await expect(composer(page)).toHaveValue("Not finished yet");
  const chat = page.url();
  await page.getByRole("link", { name: "New chat" }).click();
  await expect(composer(page)).toHaveValue("");
  await composer(page).fill("Something else");

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("sign out");
  await page.keyboard.press("Enter");
  // The address of the sign-in page names the chat as the place to go back to.
  await expect(page).not.toHaveURL((url) => url.pathname.startsWith("/chat"));
  await signIn(page, person.email, password);
  await expect(composer(page)).toHaveValue("Something else");
  await page.goto(chat);
  await expect(composer(page)).toHaveValue("Not finished yet");
});

test("what is sent while an answer is written goes out after it, in order, also after a reload", async ({
  page,
  person,
}) => {
  await page.goto("/chat");
  await ask(page, "Explain trees [[12 tokens/s]]");
  await goesOn(page);
  await ask(page, "Explain roots [sandbox:fast]");
  await ask(page, "Explain leaves [sandbox:fast]");
  await ask(page, "Explain nothing at all");
  await expect(waiting(page)).toHaveText([/roots/, /leaves/, /nothing/]);
  await page.getByRole("button", { name: /^Remove “Explain nothing/ }).click();
  await page.reload();
  await expect(waiting(page)).toHaveText([/roots/, /leaves/]);
  await expect(messages(page)).toHaveCount(6, { timeout: 40_000 });
  await expect(waiting(page)).toHaveCount(0);
  await answered(page);
  const questions = messages(page).filter({ has: page.getByRole("heading", { name: "You" }) });
  await expect(questions).toContainText(["trees", "roots", "leaves"]);
  expect(person.id).toBeTruthy();
});

test("what waits asks first when the answer before it was stopped", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, "Explain snow [[5 tokens/s]]");
  await goesOn(page);
  await ask(page, "Explain ice [sandbox:fast]");
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("Not sent, because the answer before is not whole")).toBeVisible();
  await expect(messages(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Send now" }).click();
  await expect(messages(page)).toHaveCount(4);
  await expect(await answered(page)).toContainText(/ice/i);
  expect(person.id).toBeTruthy();
});

test("a picture is pasted, a PDF and code are chosen, and the model gets them all", async ({ page, person }) => {
  await page.goto("/chat");
  await paste(page, "photo.png", "image/png", aPng(40, 30));
  await expect(files(page)).toHaveCount(1);
  await choose(page, "report.pdf", aPdf(["The turnover was 4711 euros."]));
  await choose(page, "main.rs", Buffer.from("fn main() {}\n"));
  await expect(files(page)).toHaveCount(3);
  await expect(files(page).getByRole("progressbar")).toHaveCount(0);
  await page.reload();
  await expect(files(page)).toHaveCount(3);
  await page.getByRole("button", { name: "Remove main.rs" }).click();
  await expect(hint(page)).toContainText("Say what you would like to know about it.");

  await ask(page, "What is in these? [sandbox:fast]");
  await expect(await answered(page)).toContainText(/PNG picture, 40 × 30 pixels/);
  const sent = messages(page).first();
  await expect(sent.getByRole("img", { name: "photo.png" })).toBeVisible();
  await expect(sent.getByRole("link", { name: /report\.pdf.*1 page/ })).toBeVisible();
  await page.reload();
  await expect(sent.getByRole("img", { name: "photo.png" })).toHaveJSProperty("naturalWidth", 40);
  expect(person.id).toBeTruthy();
});

test("a file that can not be taken says why, and the message is kept", async ({ page, person }) => {
  await page.goto("/chat");
  await composer(page).fill("About these");
  const refused: [string, Buffer, RegExp][] = [
    ["setup.exe", Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]), /This kind of file can not be read/],
    ["empty.txt", Buffer.alloc(0), /This file is empty/],
    ["scan.pdf", aPdf([""]), /This PDF has no text in it/],
    ["broken.pdf", Buffer.from("%PDF-1.7\nnothing more"), /damaged and can not be read/],
    ["huge.txt", Buffer.alloc(21 * 1024 * 1024, "a "), /larger than 20 MB|too large/i],
  ];
  for (const [name, bytes, words] of refused) {
    await test.step(name, async () => {
      await choose(page, name, bytes);
      await expect(files(page).filter({ hasText: name }).getByRole("alert")).toHaveText(words);
      await page.getByRole("button", { name: `Remove ${name}` }).click();
      await expect(files(page)).toHaveCount(0);
    });
  }
  await expect(composer(page)).toHaveValue("About these");
  expect(person.id).toBeTruthy();
});

test("the model of a larger plan says which plan opens it; with the plan it answers", async ({ page, person }) => {
  await page.goto("/chat");
  await page.getByRole("button", { name: "Model: Swift" }).click();
  await expect(page.getByRole("menuitem", { name: /Sage.*Comes with Pro/ })).toHaveAttribute("href", "/pricing");
  await page.keyboard.press("Escape");
  await startProTrial(page);
  await page.goto("/chat");
  await page.getByRole("button", { name: /^Model:/ }).click();
  await page.getByRole("menuitemradio", { name: "Sage" }).click();
  await ask(page, "Explain wind [sandbox:fast]");
  await expect(await answered(page)).toContainText("Sage");
  expect(person.id).toBeTruthy();
});

test("instructions reach the model, from the first message on, and are there after a reload", async ({
  page,
  person,
}) => {
  const settings = page.getByRole("button", { name: /^Chat settings/ });
  const field = page.getByLabel("Instructions");
  await page.goto("/chat");
  await settings.click();
  // What the sandbox understands of instructions is a wish for titles.
  await field.fill("Answer every question with a title of at most six words.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Chat settings (changed)" })).toBeVisible();
  await ask(page, "Explain why volcanoes erupt so often on islands [sandbox:fast]");
  await answered(page);
  expect((await lastAnswer(page).getByRole("paragraph").first().innerText()).split(" ").length).toBeLessThan(8);

  await page.reload();
  await settings.click();
  await expect(field).toHaveValue(/title of at most six words/);
  await field.fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Chat settings", exact: true })).toBeVisible();
  await ask(page, "Explain glaciers [sandbox:fast]");
  expect((await (await answered(page)).innerText()).length).toBeGreaterThan(200);
  expect(person.id).toBeTruthy();
});

test("a temporary chat remembers what was said, and leaves nothing behind", async ({ page, person }) => {
  const subject = aSubject();
  await page.goto("/chat");
  await composer(page).fill(`Explain ${subject} [sandbox:fast]`);
  await page.getByRole("button", { name: "Temporary chat" }).click();
  await expect(page.getByText("Not stored: it is gone when you leave or reload this page.")).toBeVisible();
  await composer(page).press("Enter");
  await answered(page);
  await ask(page, "What did I just ask? [sandbox:fast]");
  await expect(lastAnswer(page)).toContainText(subject);
  await answered(page);
  expect((await callsAbout(subject)).length).toBe(1);

  const stored = await inDatabase((client) =>
    client.query("SELECT 1 FROM conversations WHERE user_id = $1", [person.id]),
  );
  expect(stored.rowCount).toBe(0);
  page.on("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await expect(messages(page)).toHaveCount(0);
  await expect(page.getByText(subject)).toHaveCount(0);
});

test("what a send takes of the allowance is said before it is sent", async ({ page, person }) => {
  await page.goto("/chat");
  await expect(hint(page)).toContainText("Answers can be wrong.");
  await composer(page).fill("How long is a day on Mars?");
  await expect(hint(page)).toContainText(/≈ [\d.]+% of your allowance/);
  await composer(page).fill("x".repeat(32_001));
  await expect(hint(page)).toContainText("Too long by 1 characters.");
  await expect(page.getByRole("button", { name: "Send" })).toHaveAttribute("aria-disabled", "true");
  expect(person.id).toBeTruthy();
});

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in?next=/chat");
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/chat");
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files" }).click();
  await (await chooser).setFiles({ name, mimeType: "application/octet-stream", buffer });
}

/** As a screenshot tool leaves it on the clipboard. */
async function paste(page: Page, name: string, type: string, bytes: Buffer): Promise<void> {
  await composer(page).evaluate(
    (area, file) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(
        new File([Uint8Array.from(atob(file.base64), (c) => c.charCodeAt(0))], file.name, { type: file.type }),
      );
      area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    { name, type, base64: bytes.toString("base64") },
  );
}
