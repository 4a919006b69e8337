import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { answered, aSubject, ask, composer, conversationList, goesOn, lastAnswer, messages, thatSays } from "./talking";
import { expectAccessible, expectAccessibleAtBoth, overflowOf, PHONE } from "./violations";

const RICH = [
  "## Rain",
  "It falls **far more** in [Bergen](https://bergen.example). See `rain.py` and the note[^1].",
  "| City | Rain |\n|---|---:|\n| Bergen | 2,250 mm |",
  "$$\\int_0^1 x\\,dx = \\frac{1}{2}$$",
  "```python\ndef mean(rain):\n    return sum(rain) / len(rain)  # fails for none\n```",
  "```mermaid\nflowchart LR\n  a[Cloud] --> b[Rain]\n```",
  "> It pours.\n\n- [x] done\n- [ ] not yet\n\n[^1]: By the sea.",
].join("\n\n");

test.describe("on a wide screen and on a phone", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });
  test.describe.configure({ timeout: 180_000 });

  test("an answer has no violations, while it is written and however it ends", async ({ page, person }) => {
    await page.goto("/chat");
    await ask(page, thatSays(RICH));
    await answered(page);
    await expect(lastAnswer(page).locator("iframe").contentFrame().getByText("Cloud")).toBeVisible();
    await expectAccessibleAtBoth(page, "an answer with everything in it", { withFrames: true });
    await page.getByRole("button", { name: "Bad answer" }).click();
    await expectAccessibleAtBoth(page, "the question for a reason");
    await page.keyboard.press("Escape");

    await ask(page, `Explain ${aSubject()} [[4 tokens/s]]`);
    await goesOn(page);
    await ask(page, "And then?");
    await expectAccessibleAtBoth(page, "an answer that is written, and a message that waits");
    await page.keyboard.press("Escape");
    await expect(lastAnswer(page)).toContainText("You stopped this answer.");
    await expectAccessibleAtBoth(page, "an answer that was stopped");
    await page.getByRole("button", { name: "Write another answer" }).first().click();
    await answered(page);
    await page.getByRole("button", { name: "Edit question" }).first().click();
    await expectAccessibleAtBoth(page, "versions, and a question that is edited");
    expect(person.id).toBeTruthy();
  });

  test("the list, the palette and the composer have no violations", async ({ page, person }) => {
    await page.goto("/chat");
    await ask(page, "Explain tides [sandbox:cut]");
    await expect(lastAnswer(page)).toContainText("The answer was cut off.");
    await expectAccessibleAtBoth(page, "an answer that was interrupted");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Attach files" }).click();
    await (await chooser).setFiles([
      { name: "notes.md", mimeType: "text/markdown", buffer: Buffer.from("# Notes") },
      { name: "setup.exe", mimeType: "application/octet-stream", buffer: Buffer.from([1, 0, 2]) },
    ]);
    await expect(page.getByText("This kind of file can not be read.")).toBeVisible();
    await expectAccessibleAtBoth(page, "files, one of them refused");
    await page.getByRole("button", { name: "Chat settings" }).click();
    await expect(page.getByLabel("Instructions")).toBeVisible();
    await expectAccessibleAtBoth(page, "the settings of a chat");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox")).toBeFocused();
    await expectAccessibleAtBoth(page, "the palette");
    await page.keyboard.type("temporary");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Temporary chat.")).toBeVisible();
    await expectAccessibleAtBoth(page, "a temporary chat");
    await page.keyboard.press("Control+/");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await expectAccessibleAtBoth(page, "the shortcuts");
    await page.keyboard.press("Escape");

    await find(page, "tides");
    await expectAccessible(page, "what was found, and its menu");
    await page.keyboard.press("Escape");
    await page.setViewportSize(PHONE);
    await page.getByRole("button", { name: "Open the menu" }).click();
    await find(page, "tides");
    await expectAccessible(page, "what was found, and its menu");
    await page.getByRole("menuitem", { name: "Archive" }).click();
    await expect(page.getByText(/^Archived “/)).toBeVisible();
    await expectAccessibleAtBoth(page, "a message with a way back");
    await page.goto("/archived");
    await expect(page.getByRole("main").getByRole("link")).toHaveCount(1);
    await expectAccessibleAtBoth(page, "the archive");
    expect(person.id).toBeTruthy();
  });
});

test("the whole of a conversation is had by keyboard alone", async ({ page, person }) => {
  await page.goto("/chat");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("Explain lakes [[25 tokens/s]]");
  await page.keyboard.press("Enter");
  await goesOn(page);
  await page.keyboard.press("Escape");
  await expect(lastAnswer(page)).toContainText("You stopped this answer.");
  await pressButton(page, "Continue");
  await answered(page);
  await pressButton(page, "Good answer");
  await expect(page.getByRole("button", { name: "Good answer" })).toHaveAttribute("aria-pressed", "true");
  await pressButton(page, "Edit question");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Explain ponds [sandbox:fast]");
  await page.keyboard.press("Control+Enter");
  await expect(await answered(page)).toContainText(/ponds/i);
  await pressButton(page, "Previous version of this question");
  await expect(messages(page).first()).toContainText("Explain lakes");

  await page.keyboard.press("Shift+Escape");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("What did I just ask? [sandbox:fast]");
  await page.keyboard.press("Enter");
  await expect(await answered(page)).toContainText("Explain lakes");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("delete this");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/chat");
  await pressButton(page, "Undo");
  await expect(conversationList(page).getByRole("link", { name: /lakes/i })).toBeVisible();
  expect(person.id).toBeTruthy();
});

test("a screen reader hears that an answer began and how it ended, and not each word", async ({ page, person }) => {
  await page.goto("/chat");
  await page.evaluate(listenIn);
  await ask(page, "Explain dew [[30 tokens/s]]");
  await answered(page);
  await expect.poll(() => heardIn(page)).toContain("The answer is complete.");
  expect(await heardIn(page)).toEqual(["Sent.", "The answer has begun.", "The answer is complete."]);
  expect(person.id).toBeTruthy();
});

test.describe("at 200 % zoom", () => {
  // Twice the size is half the window in CSS pixels.
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  test("one writes, reads and sees what one writes", async ({ page, person }) => {
    await page.goto("/chat");
    await ask(page, thatSays(RICH));
    await answered(page);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await composer(page).fill("A line\n".repeat(40));
    await expect(page.getByRole("button", { name: "Send" })).toBeInViewport({ ratio: 1 });
    await expect(lastAnswer(page)).toBeInViewport();
    await expectAccessible(page, "a long message");
    expect(person.id).toBeTruthy();
  });
});

/** Looks for a chat in the list, and opens the menu of the one that is found. */
async function find(page: Page, words: string): Promise<void> {
  const list = conversationList(page);
  await list.getByRole("searchbox").fill(words);
  await expect(list.getByText("1 chat found.")).toBeAttached();
  await list.getByRole("button", { name: /^Actions for/ }).click();
}

/** Reaches it by Tab, wherever it is, and presses it. */
async function pressButton(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name }).last();
  await expect(button).toBeAttached();
  await expect(async () => {
    await page.keyboard.press("Shift+Tab");
    await expect(button).toBeFocused({ timeout: 10 });
  }).toPass({ intervals: [0], timeout: 15_000 });
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
  expect(outline, `${name} shows that it has the focus`).not.toBe("none");
  await page.keyboard.press("Enter");
}

declare global {
  interface Window {
    heard: string[];
  }
}

/** Notes what polite regions of the page's main part say. */
function listenIn(): void {
  window.heard = [];
  new MutationObserver(() => {
    const said = document.querySelector("main output[aria-live]")?.textContent ?? "";
    if (said !== "" && said !== window.heard.at(-1)) window.heard.push(said);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

const heardIn = (page: Page) => page.evaluate(() => window.heard);
