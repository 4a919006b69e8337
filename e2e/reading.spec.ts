import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { facts } from "./facts";
import { expect, test } from "./fixtures";
import { inDatabase } from "./people";
import { answered, ask, composer, lastAnswer, messages, thatSays } from "./talking";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const CODE = `\`\`\`python
def total(prices):
    return sum(prices)  # ${"a long line ".repeat(20)}
\`\`\``;
const FORMULA = String.raw`$$\int_0^1 x^2\,dx = \frac{1}{3}$$`;
const DIAGRAM = "```mermaid\nflowchart TD\n  a[Ask] --> b[Answer]\n```";
const TABLE = "| City | Rain |\n|---|---|\n| Bergen | 2,250 mm |\n| Aswan | 1 mm |";

/** What is in a script, or its address, that brings each of the large libraries. */
const LIBRARIES = {
  highlighting: /Unknown language: /,
  formulas: /katex-html/,
  diagrams: /^\S*mermaid\.tiny/,
};

test("the libraries for code, formulas and diagrams come when they are met, and not before", async ({
  page,
  person,
}) => {
  const have = await libraries(page);
  await page.goto("/chat");
  await ask(page, thatSays("Plain words, **bold** ones, and a list:\n\n- one\n- two"));
  await answered(page);
  await page.waitForLoadState("networkidle");
  expect(await have()).toEqual([]);

  await ask(page, thatSays(`Some code:\n\n${CODE}`));
  await answered(page);
  await expect.poll(have).toEqual(["highlighting"]);
  await ask(page, thatSays(`A formula:\n\n${FORMULA}`));
  await answered(page);
  await expect.poll(have).toEqual(["highlighting", "formulas"]);
  await ask(page, thatSays(`A drawing:\n\n${DIAGRAM}`));
  await answered(page);
  await expect.poll(have).toEqual(["highlighting", "formulas", "diagrams"]);
  expect(person.id).toBeTruthy();
});

test("code is coloured, copied, wrapped and taken along as a file", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, thatSays(CODE));
  const block = (await answered(page)).getByRole("figure", { name: "Python code" });
  await expect(block.locator("code span").filter({ hasText: /^def$/ })).toBeVisible();
  await block.getByRole("button", { name: "Copy code" }).click();
  expect(await clipboard(page)).toMatch(/^def total\(prices\):\n {4}return sum/);

  const scrolls = () => block.locator("pre").evaluate((pre) => pre.scrollWidth > pre.clientWidth);
  expect(await scrolls()).toBe(true);
  await block.getByRole("button", { name: "Wrap long lines" }).click();
  await expect.poll(scrolls).toBe(false);
  await expect(block.getByRole("button", { name: "Wrap long lines" })).toHaveAttribute("aria-pressed", "true");

  const downloading = page.waitForEvent("download");
  await block.getByRole("button", { name: "Download code" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.py$/);
  expect(await readFile(await download.path(), "utf8")).toContain("return sum(prices)");
  expect(person.id).toBeTruthy();
});

test("a diagram that nobody has in sight yet is drawn too", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, thatSays([DIAGRAM, ...Array.from({ length: 80 }, (_, at) => `Paragraph ${at}.`)].join("\n\n")));
  await answered(page);
  await page.reload();
  const diagram = lastAnswer(page).getByRole("figure", { name: "Diagram" });
  await expect(diagram).not.toBeInViewport();
  // Given up, it would be a diagram no more.
  await expect(diagram).toHaveAttribute("aria-busy", "false");
  await diagram.scrollIntoViewIfNeeded();
  await expect(diagram.locator("iframe").contentFrame().getByText("Answer")).toBeInViewport();
  expect(person.id).toBeTruthy();
});

test("formulas are set, diagrams drawn in a frame of their own, tables taken along", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, thatSays([FORMULA, DIAGRAM, TABLE].join("\n\n")));
  const answer = await answered(page);
  await expect(answer.locator(".katex math").first()).toBeAttached();
  const frame = answer.locator("iframe[title=Diagram]");
  await expect(frame).toHaveAttribute("sandbox", "allow-scripts");
  await expect(frame.contentFrame().getByText("Answer")).toBeVisible();
  await answer.getByRole("button", { name: "Show source" }).click();
  await expect(answer.getByText("flowchart TD")).toBeVisible();
  await answer.getByRole("button", { name: "Show diagram" }).click();

  await answer.getByRole("table").hover();
  await answer.getByRole("button", { name: "Copy as CSV" }).click();
  expect(await clipboard(page)).toBe('City,Rain\r\nBergen,"2,250 mm"\r\nAswan,1 mm');
  await page.reload();
  await expect(answer.getByRole("cell", { name: "Bergen" })).toBeVisible();
  await expect(answer.locator("iframe[title=Diagram]").contentFrame().getByText("Answer")).toBeVisible();
  expect(person.id).toBeTruthy();
});

test("a diagram that is none is shown as its source", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, thatSays("```mermaid\nthis is no diagram at all\n```"));
  await expect(await answered(page)).toContainText("This diagram could not be drawn. Here is its source.");
  await expect(lastAnswer(page)).toContainText("this is no diagram at all");
  expect(person.id).toBeTruthy();
});

test("a picture from elsewhere is not fetched, and a link says where it leads", async ({ page, person }) => {
  const abroad: string[] = [];
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(facts.appUrl)) abroad.push(request.url());
  });
  await page.goto("/chat");
  await ask(page, thatSays("![A map](https://maps.example/secret.png) and [your bank](https://evil.example/login)"));
  const answer = await answered(page);
  await expect(answer.getByRole("img")).toHaveCount(0);
  await expect(answer.getByRole("link", { name: /A map \(maps\.example\)/ })).toBeVisible();
  await expect(answer.getByRole("link", { name: /your bank \(evil\.example\)/ })).toHaveAttribute("rel", /noopener/);
  await page.waitForLoadState("networkidle");
  expect(abroad).toEqual([]);
  expect(person.id).toBeTruthy();
});

test("the page follows an answer, lets go when one scrolls up, and finds the end again", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, "Write a long guide to bread [[120 tokens/s]]");
  await expect(lastAnswer(page).getByRole("heading").nth(3)).toBeInViewport();
  const jump = page.getByRole("button", { name: "Jump to latest" });
  await expect(jump).toHaveCount(0);

  await lastAnswer(page).hover();
  await page.mouse.wheel(0, -400);
  await expect(jump).toBeVisible();
  const top = () =>
    messages(page)
      .first()
      .evaluate((element) => element.getBoundingClientRect().top);
  const height = () => lastAnswer(page).evaluate((element) => element.scrollHeight);
  const [before, tall] = [await top(), await height()];
  await expect.poll(height).toBeGreaterThan(tall + 200);
  expect(await top()).toBe(before);

  await jump.click();
  await expect(jump).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(lastAnswer(page).getByText("You stopped this answer.")).toBeInViewport();
  expect(person.id).toBeTruthy();
});

test("a verdict counts at once, its reason is kept, and both can be taken back", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, "Explain fog [sandbox:fast]");
  await answered(page);
  const bad = page.getByRole("button", { name: "Bad answer" });
  await bad.click();
  await page.getByRole("dialog").getByRole("textbox").fill("It says nothing of the sea.");
  await page.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await verdictOf(person.id)).toEqual([{ verdict: "down", reason: "It says nothing of the sea." }]);
  await page.reload();
  await expect(bad).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Good answer" }).click();
  await expect(bad).toHaveAttribute("aria-pressed", "false");
  await page.getByRole("button", { name: "Good answer" }).click();
  await expect.poll(() => verdictOf(person.id)).toEqual([]);
});

test("an answer says what wrote it and what it took, and is copied as it was written", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, thatSays("## Rain\n\nIt **falls**."));
  const answer = await answered(page);
  await expect(answer).toContainText(/Swift · \d+ tokens · <?\$0\.\d+ · [\d.]+ s/);
  await answer.getByRole("button", { name: "Copy answer" }).click();
  expect(await clipboard(page)).toBe("## Rain\n\nIt **falls**.");
  await expect(composer(page)).toBeVisible();
  expect(person.id).toBeTruthy();
});

/** Which of the large libraries a page has fetched so far. */
async function libraries(page: Page): Promise<() => Promise<string[]>> {
  const fetched: Promise<string>[] = [];
  page.on("response", (response) => {
    if (!response.url().includes("/_next/static/")) return;
    fetched.push(
      response.text().then(
        (text) => `${response.url()}\n${text}`,
        () => "",
      ),
    );
  });
  return async () => {
    const texts = await Promise.all(fetched);
    const isFetched = (marker: RegExp) => texts.some((text) => marker.test(text));
    return Object.entries(LIBRARIES).flatMap(([name, marker]) => (isFetched(marker) ? [name] : []));
  };
}

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

type Judged = { verdict: string; reason: string | null };

async function verdictOf(userId: string): Promise<Judged[]> {
  const { rows } = await inDatabase((client) =>
    client.query<Judged>("SELECT verdict::text, reason FROM message_feedback WHERE user_id = $1", [userId]),
  );
  return rows;
}
