import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { answered, ask, contextOf, inBrowser } from "./browser";
import { median, round } from "./figures";
import { inDatabase, peopleInChat, type Person } from "./people";
import { questionFor, textOf, tokensFor } from "./sayings";
import { marked, type Section } from "./table";
import type { World } from "./world";

const MESSAGES = 10_000;
const OPENINGS = 7;
const LAST_WORDS = "These are the last words of all.";
const MOST_OPEN_MS = 700;
const MOST_NODES = 3_000;
const MOST_HEAP_MB = 40;

const LONG_ANSWER = 100 * 1024;
const FAST = 2_000;
const MOST_TASK_MS = 50;
/** For the receipt, and whatever else follows the last word. */
const AFTERMATH_MS = 1_000;

/** What a person's browser has to bear: a thread of ten thousand messages, and a long answer that comes fast. */
export function benchReading(world: World): Promise<Section> {
  return inBrowser(async (browser) => ({
    rows: [...(await longThread(world, browser)), ...(await longAnswer(world, browser))],
  }));
}

async function longThread(world: World, browser: Browser) {
  const [person] = await peopleInChat(world, 1);
  if (person === undefined) throw new Error("Nobody came");
  const id = await putThread(world.databaseUrl, person);
  const opened: number[] = [];
  let nodes = 0;
  let heapMb = 0;
  for (let index = 0; index < OPENINGS; index += 1) {
    const context = await contextOf(browser, world, person);
    const page = await context.newPage();
    await page.addInitScript(noteWhenSeen, LAST_WORDS);
    await page.goto(`${world.appUrl}/chat/${id}`);
    const seen = await page.waitForFunction(() => (globalThis as Noted).parleySeenMs);
    opened.push((await seen.jsonValue()) ?? Number.NaN);
    await page.waitForLoadState("networkidle");
    nodes = Math.max(nodes, await page.locator("*").count());
    heapMb = Math.max(heapMb, await heapOf(page));
    await context.close();
  }
  // The first one finds a server that never showed a thread.
  const ms = round(median(opened.slice(1)), 0);
  const what = `${MESSAGES} messages`;
  return [
    { what: `${what}, last one seen, p50 of ${OPENINGS - 1}, empty cache`, ms, ...marked(ms, MOST_OPEN_MS) },
    { what: `${what}, the longest of these`, ms: round(Math.max(...opened.slice(1)), 0) },
    { what: `${what}, elements`, count: nodes, ...marked(nodes, MOST_NODES) },
    { what: `${what}, heap after collecting`, MB: round(heapMb), ...marked(round(heapMb), MOST_HEAP_MB) },
  ];
}

type Noted = typeof globalThis & { parleySeenMs?: number; parleyTasks?: number[] };

/**
 * Runs in the page: notes when these words stand where a person sees them, since the navigation began. Nothing in it
 * has a name: what compiles this file would wrap that into a function that the page does not have.
 */
function noteWhenSeen(words: string): void {
  const timer = setInterval(() => {
    const article = [...document.querySelectorAll("main article")].at(-1);
    const place = article?.getBoundingClientRect();
    if (!article?.textContent.includes(words) || !place || place.bottom <= 0 || place.top >= innerHeight) return;
    (globalThis as Noted).parleySeenMs = performance.now();
    clearInterval(timer);
  }, 5);
}

async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  return usedSize / 1024 / 1024;
}

/** A thread of Markdown, each message the child of the one before. */
async function putThread(databaseUrl: string, { id: userId }: Person): Promise<string> {
  const id = randomUUID();
  const ids = Array.from({ length: MESSAGES + 1 }, () => randomUUID());
  const answer = textOf({ kind: "rich", tokens: tokensFor("rich", 600) });
  const roles = ids.map((_, place) => roleAt(place));
  const words = { root: "", user: "And what about the next one, and the one after?", assistant: answer };
  const contents = roles.map((role) => words[role]);
  contents[MESSAGES] = `${answer}\n\n${LAST_WORDS}`;
  await inDatabase(databaseUrl, async (client) => {
    await client.query(
      `INSERT INTO conversations (id, user_id, title, title_source, current_leaf_id, last_message_at, created_at)
       VALUES ($1, $2, 'A long thread', 'person', $3, now(), now())`,
      [id, userId, ids[MESSAGES]],
    );
    await client.query(
      `INSERT INTO messages (id, conversation_id, parent_id, role, content, model, depth, created_at)
       SELECT id, $1, lag(id) OVER (ORDER BY place), role::message_role, content,
         CASE role WHEN 'assistant' THEN 'parley-swift' END, place - 1, now() - ($5::int - place) * interval '1 second'
       FROM unnest($2::uuid[], $3::text[], $4::text[]) WITH ORDINALITY AS m (id, role, content, place)`,
      [id, ids, roles, contents, MESSAGES],
    );
    await client.query("VACUUM ANALYZE messages");
  });
  return id;
}

function roleAt(place: number): "root" | "user" | "assistant" {
  if (place === 0) return "root";
  return place % 2 === 1 ? "user" : "assistant";
}

async function longAnswer(world: World, browser: Browser) {
  const [person] = await peopleInChat(world, 1);
  if (person === undefined) throw new Error("Nobody came");
  const context = await contextOf(browser, world, person);
  const page = await context.newPage();
  await page.addInitScript(noteTasks);
  await page.goto(`${world.appUrl}/chat`, { waitUntil: "networkidle" });
  // A short one first: what is loaded when it is met is there then, and its own task is not the long answer's.
  await ask(page, questionFor({ kind: "rich", tokens: tokensFor("rich", 1_500), perSecond: FAST }));
  await answered(page);
  await page.waitForLoadState("networkidle");
  await page.evaluate(workFor, 2 * MOST_TASK_MS);
  const noted = await page.evaluate(() => (globalThis as Noted).parleyTasks?.splice(0));
  if (!noted?.some((ms) => ms >= 2 * MOST_TASK_MS)) throw new Error("Long tasks are not noted in this browser");
  const startedAt = performance.now();
  await ask(page, questionFor({ kind: "rich", tokens: tokensFor("rich", LONG_ANSWER), perSecond: FAST }));
  // What waits for words in a page reads all of it again and again: of a long answer that is a long task itself.
  for (const writes of [true, false]) await page.waitForFunction(isWriting, writes, { polling: 100, timeout: 120_000 });
  const seconds = round((performance.now() - startedAt) / 1000);
  await page.waitForTimeout(AFTERMATH_MS);
  const tasks = await page.evaluate(() => (globalThis as Noted).parleyTasks ?? []);
  await answered(page, 2);
  const longest = round(Math.max(0, ...tasks), 0);
  await context.close();
  const what = `100 KB of Markdown at ${FAST} tokens/s`;
  return [
    {
      what: `${what}, longest task (0: none over 50)`,
      ms: longest,
      count: tasks.length,
      ...marked(longest, MOST_TASK_MS),
    },
    { what: `${what}, from the question to the last word`, s: seconds },
  ];
}

/** Runs in the page: whether an answer is being written, or whether none is. */
function isWriting(writes: boolean): boolean {
  return (document.querySelector("main [data-writing]") !== null) === writes;
}

/** Runs in the page: one task that takes so long, to see that it is noted, which is told a moment later. */
function workFor(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      const until = performance.now() + ms;
      while (performance.now() < until);
      setTimeout(resolve, 200);
    });
  });
}

/** Runs in the page: notes how long each task was that took more than 50 ms. */
function noteTasks(): void {
  const tasks: number[] = [];
  (globalThis as Noted).parleyTasks = tasks;
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: "longtask",
  });
}
