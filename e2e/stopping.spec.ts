import { expect, test } from "./fixtures";
import { callsAbout, expectCallLeft, wholeAnswerTo } from "./model-calls";
import { inDatabase } from "./people";
import { answered, aSubject, ask, expectTheSameAfterReload, goesOn, lastAnswer, saidIn } from "./talking";

test("who stops before the first word pays nothing, and can ask again at once", async ({ page, person }) => {
  const subject = aSubject();
  await page.goto("/chat");
  await ask(page, `Explain ${subject} [[first token after 60 s]]`);
  await expect.poll(async () => (await callsAbout(subject)).length).toBe(1);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(lastAnswer(page)).toContainText("You stopped this answer.");
  await expect(page.getByRole("button", { name: "Continue" })).toHaveCount(0);
  await expectCallLeft(subject);
  await expectTheSameAfterReload(page);

  await ask(page, "Explain waves instead [sandbox:fast]");
  await expect(await answered(page)).toContainText(/waves/i);
  const { charged } = await firstAnswerOf(person.id);
  expect(charged).toBe("0");
});

test("a stop before the server has even answered counts too", async ({ page, person }) => {
  const subject = aSubject();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/api/openai/chat", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/chat");
  await ask(page, `Explain ${subject} [[2 tokens/s]]`);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Stopping…" })).toBeVisible();
  letGo();
  await expect(lastAnswer(page)).toContainText("You stopped this answer.");
  expect((await firstAnswerOf(person.id)).content).toBe("");
});

test("Escape stops in the middle: what was seen is kept, charged, and can be gone on from", async ({
  page,
  person,
}) => {
  const subject = aSubject();
  const question = `Explain ${subject} [[20 tokens/s]]`;
  await page.goto("/chat");
  await ask(page, question);
  await goesOn(page);
  await page.keyboard.press("Escape");
  await expect(lastAnswer(page)).toContainText("You stopped this answer.");
  await expectCallLeft(subject);

  const { content, charged } = await firstAnswerOf(person.id);
  const whole = await wholeAnswerTo(question);
  expect(content).not.toBe("");
  expect(whole.startsWith(content)).toBe(true);
  expect(content.length).toBeLessThan(whole.length);
  // A token is about four characters and two micro-dollars; said and not seen was a moment's worth at most.
  expect(Number(charged)).toBeGreaterThan(0);
  expect(Number(charged)).toBeLessThan(2 * (content.length / 3 + 40));
  await expectTheSameAfterReload(page);

  await page.getByRole("button", { name: "Continue" }).click();
  const begun = await saidIn(lastAnswer(page));
  expect(begun).toContain(content.slice(0, 15).replaceAll(/[*#]/g, "").trim());
  await answered(page);
  await expect(lastAnswer(page)).not.toContainText("You stopped this answer.");
  await expectTheSameAfterReload(page);
});

test.describe("without a way to the server", () => {
  test.use({ losesNetwork: true });

  test("a stop that does not arrive is said to have failed, and the answer goes on", async ({ page, person }) => {
    await page.route("**/api/openai/chat/*/stop", (route) => route.abort());
    await page.goto("/chat");
    await ask(page, `Explain ${aSubject()} [[20 tokens/s]]`);
    await goesOn(page);
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(page.getByText("The answer could not be stopped. Please try again.")).toBeVisible();
    await answered(page);
    await expectTheSameAfterReload(page);
    expect(person.id).toBeTruthy();
  });
});

type Stored = { content: string; charged: string };

/** The first answer that a person was given, and what was charged for it. */
async function firstAnswerOf(userId: string): Promise<Stored> {
  const { rows } = await inDatabase((client) =>
    client.query<Stored>(
      `SELECT m.content, r.settled_micros::text AS charged
       FROM generations g JOIN messages m ON m.id = g.message_id JOIN reservations r ON r.source_id = g.id::text
       WHERE g.user_id = $1 ORDER BY g.created_at LIMIT 1`,
      [userId],
    ),
  );
  const [row] = rows;
  if (row === undefined) throw new Error("There is no answer.");
  return row;
}
