import fs from "node:fs";
import type { Page } from "@playwright/test";
import { aPng } from "@/lib/chat/files/testing/samples";
import { giveSenses } from "./browser-senses";
import { expect, test } from "./fixtures";
import { answered, ask, composer, messages, thatSays } from "./talking";

test("what is said aloud is written, and what is written is said aloud", async ({ page, person }) => {
  const { hear, endHearing, spoken, endSentence } = await giveSenses(page);
  const speak = page.getByRole("button", { name: "Speak" });
  await page.goto("/chat");

  await composer(page).fill("Please");
  await speak.click();
  const listening = page.getByRole("button", { name: "Stop listening" });
  await expect(listening).toHaveAttribute("aria-pressed", "true");
  await hear("explain tide");
  await hear("explain tides to me");
  await expect(composer(page)).toHaveValue("Please explain tides to me");
  await listening.click();
  await expect(speak).toBeVisible();
  await speak.click();
  await endHearing("not-allowed");
  await expect(page.getByRole("form", { name: "New message" }).getByRole("alert")).toContainText(
    "The microphone is blocked.",
  );
  await expect(composer(page)).toHaveValue("Please explain tides to me");

  await ask(
    page,
    thatSays("# Tides\n\nThe **moon** pulls. See [this](https://tides.example).\n\n```js\nlet x = 1\n```"),
  );
  const answer = await answered(page);
  await answer.getByRole("button", { name: "Read aloud" }).click();
  await expect.poll(spoken).toEqual(["Tides"]);
  await endSentence();
  await expect.poll(spoken).toHaveLength(2);
  await endSentence();
  await expect.poll(async () => (await spoken()).join(" ")).toMatch(/^Tides The moon pulls\. See this\./);
  expect((await spoken()).join(" ")).not.toMatch(/[*#`]|https?:/);
  await answer.getByRole("button", { name: "Stop reading" }).click();
  await expect(answer.getByRole("button", { name: "Read aloud" })).toBeVisible();
  expect(person.id).toBeTruthy();
});

test("a picture and a text are dragged in from outside, and the model gets both", async ({ page, person }, info) => {
  await page.goto("/chat");
  await expect(composer(page)).toBeVisible();
  const paths = [info.outputPath("beach.png"), info.outputPath("notes.md")];
  fs.writeFileSync(paths[0] ?? "", aPng(64, 48));
  fs.writeFileSync(paths[1] ?? "", "# Notes\n\nThe tide comes in at seven.\n");
  const place = page.getByText("Drop the files to attach them");
  const drag = await dragOfFiles(page, paths);
  await drag("dragEnter");
  await drag("dragOver");
  await expect(place).toBeVisible();
  await drag("drop");
  await expect(place).toBeHidden();
  const files = page.getByRole("list", { name: "Files" }).getByRole("listitem");
  await expect(files).toHaveText([/beach\.png/, /notes\.md/]);
  await expect(files.getByRole("progressbar")).toHaveCount(0);
  await expect(files.first().locator("img")).toHaveJSProperty("naturalWidth", 64);

  await ask(page, "What is in these? [sandbox:fast]");
  await expect(await answered(page)).toContainText(/PNG picture, 64 × 48 pixels/);
  await expect(
    messages(page)
      .first()
      .getByRole("link", { name: /notes\.md/ }),
  ).toBeVisible();
  expect(person.id).toBeTruthy();
});

type DragStep = "dragEnter" | "dragOver" | "drop";

/** Files held by the mouse over the middle of the page, as the system tells the browser of them. */
async function dragOfFiles(page: Page, files: string[]): Promise<(type: DragStep) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  return async (type) => {
    const data = { items: [], files, dragOperationsMask: 1 };
    await session.send("Input.dispatchDragEvent", { type, x: width / 2, y: height / 2, data });
  };
}
