import type { BrowserContext, Page } from "@playwright/test";
import { type AnotherProcess, startAnother } from "./another-process";
import { facts } from "./facts";
import { expect, test } from "./fixtures";
import { expectCallLeft, wholeAnswerTo } from "./model-calls";
import { inDatabase, type Person } from "./people";
import { answered, aSubject, ask, expectTheSameAfterReload, goesOn, lastAnswer, saidIn } from "./talking";

test.use({ losesNetwork: true });

/** So slow that a test can act in the middle of it, and still see its end. */
const slowly = (subject: string) => `Explain ${subject} [[25 tokens/s]]`;
/** So slow that it does not end by itself while a test looks. */
const forEver = (subject: string) => `Explain ${subject} [[4 tokens/s]]`;

test("a reload in the middle of an answer loses nothing and doubles nothing", async ({ page, person }) => {
  const question = slowly(aSubject());
  await begin(page, question);
  await page.reload();
  const early = await saidIn(lastAnswer(page));
  await goesOn(page, early.length);
  await page.reload();
  await answered(page);
  expect(await storedAnswer(person)).toBe(await wholeAnswerTo(question));
  await expectTheSameAfterReload(page);
});

test("an answer goes on while the browser is offline, and is there when it is back", async ({
  page,
  context,
  person,
}) => {
  const question = slowly(aSubject());
  await begin(page, question);
  for (let flip = 0; flip < 2; flip += 1) {
    await context.setOffline(true);
    await expect(page.getByText("You are offline.")).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText("You are offline.")).toBeHidden();
  }
  await context.setOffline(true);
  await expect.poll(() => statusOf(person), { timeout: 40_000 }).toBe("completed");
  await context.setOffline(false);
  await answered(page);
  expect(await storedAnswer(person)).toBe(await wholeAnswerTo(question));
  await expectTheSameAfterReload(page);
});

test("a second tab hears the same answer, and can stop it for both", async ({ page, context, person }) => {
  const subject = aSubject();
  await begin(page, forEver(subject));
  const second = await openAlso(context, page.url());
  await goesOn(second, (await saidIn(lastAnswer(page))).length - 20);
  await second.getByRole("button", { name: "Stop" }).click();
  await expectStoppedAlike(page, second);
  await expectCallLeft(subject);
  expect(lettersOf(await saidIn(lastAnswer(page)))).toContain(lettersOf(await storedAnswer(person)));
});

test.describe("with a second process on the same database", () => {
  let other: AnotherProcess;
  test.beforeEach(async () => {
    other = await startAnother();
  });
  test.afterEach(() => other.end("SIGKILL"));

  test("an answer is heard from either, also from the middle, and to its end", async ({ page, context, person }) => {
    const question = slowly(aSubject());
    await begin(page, question);
    const elsewhere = await openAlso(context, there(page, other));
    await goesOn(elsewhere);
    await elsewhere.reload();
    await answered(elsewhere);
    await answered(page);
    expect(await saidIn(lastAnswer(elsewhere))).toBe(await saidIn(lastAnswer(page)));
    expect(await storedAnswer(person)).toBe(await wholeAnswerTo(question));
  });

  test("an answer is stopped from the one that does not write it", async ({ page, context, person }) => {
    const subject = aSubject();
    await begin(page, forEver(subject));
    const elsewhere = await openAlso(context, there(page, other));
    await goesOn(elsewhere);
    await elsewhere.getByRole("button", { name: "Stop" }).click();
    await expectStoppedAlike(page, elsewhere);
    await expectCallLeft(subject);
    expect(await statusOf(person)).toBe("stopped");
  });

  test("a kill -9 in the middle keeps the text; the page comes back by itself and goes on", async ({
    page,
    person,
  }) => {
    await begin(page, forEver(aSubject()), other.url);
    await other.end("SIGKILL");
    const before = await saidIn(lastAnswer(page));
    await other.start();
    await expectInterrupted(page);
    const kept = await storedAnswer(person);
    expect(lettersOf(kept)).not.toBe("");
    // All but what came within the last moment was stored; a busy browser may show less than that.
    const shared = Math.min(lettersOf(kept).length, lettersOf(before).length) - 1;
    expect(lettersOf(kept).slice(0, shared)).toBe(lettersOf(before).slice(0, shared));
    expect(lettersOf(kept).length).toBeGreaterThan(lettersOf(before).length - 20);

    await page.getByRole("button", { name: "Continue" }).click();
    await answered(page);
    const whole = await storedAnswer(person);
    expect(whole.startsWith(kept)).toBe(true);
    expect(whole.length).toBeGreaterThan(kept.length);
    await expectTheSameAfterReload(page);
  });

  test("a SIGTERM stores what there is before the process goes; where nothing came yet, one asks again", async ({
    page,
    context,
    person,
  }) => {
    const silent = await openAlso(context, `${other.url}/chat`);
    await ask(silent, `Explain ${aSubject()} [sandbox:stall-before]`);
    await expect(silent).toHaveURL(/\/chat\/[0-9a-f-]{36}$/);
    const [subject, programsSubject] = [aSubject(), aSubject()];
    await begin(page, forEver(subject), other.url);
    const program = await aProgramAt(other, forEver(programsSubject));
    await other.end("SIGTERM");
    expect(await statusOf(person)).toBe("interrupted");
    await expectCallLeft(subject);
    await expectCallLeft(programsSubject);
    expect(await program.rest()).toMatch(/"code":"model_unavailable"(?!.*\[DONE\])/su);
    await expect.poll(() => one(HELD_FOR_PROGRAMS)).toBe("0");
    await other.start();
    await expectInterrupted(page);
    await silent.reload();
    await expect(lastAnswer(silent)).toContainText("The model is not answering right now. Nothing was charged.");
    await expect(lastAnswer(silent).getByRole("button", { name: "Ask again" })).toBeVisible();
    expect(await held(person)).toBe("0");
  });
});

/** A program that has heard the first word of its answer. */
async function aProgramAt({ url }: AnotherProcess, question: string) {
  const response = await fetch(`${url}/api/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${facts.apiKey ?? ""}` },
    body: JSON.stringify({ model: "parley-swift", stream: true, messages: [{ role: "user", content: question }] }),
  });
  expect(response.status).toBe(200);
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  const hear = async (said: string, isEnough: (said: string) => boolean): Promise<string> => {
    if (isEnough(said)) return said;
    const { done, value = "" } = await reader.read();
    return done ? said : hear(said + value, isEnough);
  };
  const begun = await hear("", (said) => /"content":"[^"]/u.test(said));
  return { rest: () => hear(begun, () => false) };
}

const HELD_FOR_PROGRAMS = `SELECT count(*)::text AS value FROM reservations WHERE origin = 'api' AND status = 'held'`;

/** Asks on a new page, and waits until there is some of the answer. */
async function begin(page: Page, question: string, url = ""): Promise<void> {
  await page.goto(`${url}/chat`);
  await ask(page, question);
  await goesOn(page);
  await expect(page).toHaveURL(/\/chat\/[0-9a-f-]{36}$/);
}

async function openAlso(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** The same page at the other process. */
const there = (page: Page, { url }: AnotherProcess) => new URL(new URL(page.url()).pathname, url).href;

async function expectStoppedAlike(one: Page, other: Page): Promise<void> {
  for (const page of [one, other]) await expect(lastAnswer(page)).toContainText("You stopped this answer.");
  expect(await saidIn(lastAnswer(one))).toBe(await saidIn(lastAnswer(other)));
}

/** What a text says, without its markup. */
const lettersOf = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Found dead after its signs of life have been missing for a while. */
async function expectInterrupted(page: Page): Promise<void> {
  await expect(lastAnswer(page)).toContainText("The answer was cut off. What arrived is kept.", { timeout: 40_000 });
  await expectTheSameAfterReload(page);
}

async function storedAnswer({ id }: Person): Promise<string> {
  return one(
    `SELECT m.content AS value FROM messages m JOIN conversations c ON c.id = m.conversation_id
     WHERE c.user_id = $1 AND m.role = 'assistant' ORDER BY m.created_at DESC LIMIT 1`,
    id,
  );
}

async function statusOf({ id }: Person): Promise<string> {
  return one("SELECT status AS value FROM generations WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1", id);
}

/** How many answers have an amount set aside for them. */
async function held({ id }: Person): Promise<string> {
  return one("SELECT count(*)::text AS value FROM reservations WHERE user_id = $1 AND status = 'held'", id);
}

async function one(sql: string, ...values: string[]): Promise<string> {
  const { rows } = await inDatabase((client) => client.query<{ value: string }>(sql, values));
  return rows[0]?.value ?? "";
}
