import type { Page } from "@playwright/test";
import { z } from "zod";
import { facts } from "./facts";
import { expect, test } from "./fixtures";
import { answered, ask, expectTheSameAfterReload, lastAnswer, messages, saidIn } from "./talking";

const REFUSED = "The model provider refused the request. Nothing was charged.";
const BUSY = "The model is busy. Please try again in a moment. Nothing was charged.";
const DOWN = "The model is not answering right now. Nothing was charged.";
const CUT_OFF = "The answer was cut off. What arrived is kept.";

/** Each way a provider fails before its first word, and what the person is told. */
const NOTHING_CAME: Record<string, string> = {
  "401": REFUSED,
  "403": REFUSED,
  "404": REFUSED,
  "408": DOWN,
  "429": BUSY,
  "429-120": BUSY,
  "429-ms": BUSY,
  insufficient_quota: REFUSED,
  "500": DOWN,
  "503": DOWN,
  "context-length": "This conversation is too long for the model.",
  "not-json": DOWN,
  "error-body-200": DOWN,
  "hang-up": DOWN,
};

/** Each way it fails, or ends early, after that. */
const SOMETHING_CAME: Record<string, string> = {
  cut: CUT_OFF,
  "error-mid": CUT_OFF,
  "event-error": CUT_OFF,
  malformed: CUT_OFF,
  eof: CUT_OFF,
  "no-finish": CUT_OFF,
  length: "The answer reached its greatest length and ends here.",
  "content-filter": "The model's provider held back the rest of this answer.",
};

/** What looks odd on the wire and is a whole answer. */
const ALL_CAME = ["no-done", "no-usage", "heartbeats", "crlf", "split-utf8", "fast"];
const SILENT_FROM_THE_START = ["stall-before", "stall-first"];
const SILENT_MIDWAY = "stall";
const SILENT = [...SILENT_FROM_THE_START, SILENT_MIDWAY];
/** Slow is what the tests of durability are about. */
const ELSEWHERE = ["slow"];

const FaultList = z.object({ faults: z.array(z.object({ name: z.string() })) });

test("every fault that there is has a case", async () => {
  const response = await fetch(`${facts.openaiUrl}/_sandbox/faults`);
  const names = FaultList.parse(await response.json()).faults.map(({ name }) => name);
  const cases = [...Object.keys({ ...NOTHING_CAME, ...SOMETHING_CAME }), ...ALL_CAME, ...SILENT, ...ELSEWHERE];
  expect(cases.toSorted()).toEqual(names.toSorted());
});

test("a provider that fails before its first word costs nothing, and says what happened", async ({ page, person }) => {
  const isNew = firstTimes();
  await page.goto("/chat");
  for (const [place, [fault, sentence]] of Object.entries(NOTHING_CAME).entries()) {
    await test.step(fault, async () => {
      await ask(page, `Explain tides [sandbox:${fault}]`);
      await expect(messages(page)).toHaveCount(2 * (place + 1));
      await expect(lastAnswer(page)).toContainText(sentence);
      if (isNew(sentence)) await expectTheSameAfterReload(page);
    });
  }
  await expectUsed(page, "$0.00");
  expect(person.id).toBeTruthy();
});

test("a provider that fails midway leaves the text so far, and only that is charged", async ({ page, person }) => {
  const isNew = firstTimes();
  for (const [fault, sentence] of Object.entries(SOMETHING_CAME)) {
    await test.step(fault, async () => {
      const question = `Explain tides [sandbox:${fault}]`;
      await page.goto("/chat");
      await ask(page, question);
      await expect(lastAnswer(page)).toContainText(sentence);
      const answer = await answered(page);
      const text = (await answer.innerText()).replace(sentence, "");
      expect(text).toMatch(/tides/i);
      expect(await tokensOf(page)).toBeLessThan((question.length + text.length) / 3 + 20);
      if (isNew(sentence)) await expectTheSameAfterReload(page);
    });
  }
  await page.goto("/billing");
  await expect(page.getByRole("region", { name: "Used this month" })).toContainText(/\$0\.00\d+ of \$0\.20/);
  expect(person.id).toBeTruthy();
});

test("what only looks odd on the wire is a whole answer", async ({ page, person }) => {
  await page.goto("/chat");
  for (const [place, oddity] of ALL_CAME.entries()) {
    await test.step(oddity, async () => {
      await ask(page, `Explain tides with 🌊 and é [sandbox:${oddity}] [[200 tokens/s]]`);
      await expect(messages(page)).toHaveCount(2 * (place + 1));
      const answer = await answered(page);
      await expect(answer.getByText(/Problem|Note/)).toHaveCount(0);
      expect(await saidIn(answer)).not.toContain("\uFFFD");
    });
  }
  expect(person.id).toBeTruthy();
});

test("a provider that never begins is given up, and nothing is charged", async ({ page, context, person }) => {
  const pages = [page, await context.newPage()];
  for (const [place, opened] of pages.entries()) {
    await opened.goto("/chat");
    await ask(opened, `Explain tides [sandbox:${SILENT_FROM_THE_START[place]}]`);
  }
  for (const opened of pages) {
    await expect(lastAnswer(opened)).toContainText(DOWN);
    await expectTheSameAfterReload(opened);
  }
  await expectUsed(page, "$0.00");
  expect(person.id).toBeTruthy();
});

test("a provider that falls silent is given up, and asking again works", async ({ page, person }) => {
  await page.goto("/chat");
  await ask(page, `Explain tides [sandbox:${SILENT_MIDWAY}]`);
  await expect(lastAnswer(page)).toContainText("The model stopped answering. What arrived is kept.");
  await expect(lastAnswer(page)).toContainText(/tides/i);
  await expectTheSameAfterReload(page);
  await ask(page, "Explain waves instead");
  await expect(await answered(page)).toContainText(/waves/i);
  expect(person.id).toBeTruthy();
});

/** Says of each sentence whether it has not come before: one reload is enough for all that say the same. */
function firstTimes(): (sentence: string) => boolean {
  const before = new Set<string>();
  return (sentence) => before.size < before.add(sentence).size;
}

async function tokensOf(page: Page): Promise<number> {
  const receipt = await lastAnswer(page)
    .getByText(/tokens? · <?\$/)
    .innerText();
  return Number(/([\d,]+) tokens?/.exec(receipt)?.[1]?.replaceAll(",", ""));
}

async function expectUsed(page: Page, amount: string): Promise<void> {
  await page.goto("/billing");
  await expect(page.getByRole("region", { name: "Used this month" })).toContainText(`${amount} of $0.20`);
}
