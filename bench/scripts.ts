import type { Browser, Page } from "@playwright/test";
import { answered, ask, contextOf, inBrowser } from "./browser";
import { round } from "./figures";
import { peopleInChat, type Person } from "./people";
import { type Kind, questionFor, tokensFor } from "./sayings";
import { marked, type Row, type Section } from "./table";
import type { World } from "./world";

/** Kilobytes over an empty page that each may take. */
const PAGES = { "/": 12, "/pricing": 12, "/billing": 30, "/chat": 60 } as const;
const ANSWERS = ["plain", "code", "formula", "diagram"] as const satisfies Kind[];
const MOST_PLAIN_KB = 320;
const SETTLE_MS = 2_000;

/**
 * Kilobytes of JavaScript that Chromium transfers (compressed, with headers) from an empty cache: for each page until
 * its first paint and until it is idle, and for the chat until it is idle with one answer of each kind.
 */
export async function benchScripts(world: World): Promise<Section> {
  const [person] = await peopleInChat(world, 1);
  if (person === undefined) throw new Error("Nobody came");
  return inBrowser(async (browser) => {
    const rows: Row[] = [];
    const empty = await transferred({ browser, world, person }, "/no-such-page");
    rows.push({ what: "an empty page of the same build", "KB at paint": empty.paintKb, "KB idle": empty.idleKb });
    for (const [path, more] of Object.entries(PAGES)) {
      const { paintKb, idleKb } = await transferred({ browser, world, person }, path);
      const most = round(empty.paintKb + more);
      rows.push({ what: path, "KB at paint": paintKb, "KB idle": idleKb, ...marked(paintKb, most) });
    }
    for (const kind of ANSWERS) {
      const asking = (page: Page) => askFor(page, kind);
      const { paintKb, idleKb } = await transferred({ browser, world, person }, "/chat", asking);
      const mark = kind === "plain" ? marked(idleKb, MOST_PLAIN_KB) : {};
      rows.push({ what: `/chat with an answer: ${kind}`, "KB at paint": paintKb, "KB idle": idleKb, ...mark });
    }
    return { rows };
  });
}

async function askFor(page: Page, kind: Kind): Promise<void> {
  await ask(page, questionFor({ kind, tokens: tokensFor(kind, 700), perSecond: 500 }));
  await answered(page);
}

type Visit = { browser: Browser; world: World; person: Person };

async function transferred({ browser, world, person }: Visit, path: string, then?: (page: Page) => Promise<void>) {
  const context = await contextOf(browser, world, person);
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  const scripts = new Map<string, { bytes: number; startedS: number }>();
  const startsS = new Map<string, number>();
  let beganS: number | undefined;
  network.on("Network.requestWillBeSent", ({ requestId, timestamp }) => {
    beganS ??= timestamp;
    startsS.set(requestId, timestamp);
  });
  network.on("Network.responseReceived", ({ requestId, type, response }) => {
    // A diagram's frame is given its library as text, which comes by fetch.
    if (type === "Script" || response.mimeType.includes("javascript"))
      scripts.set(requestId, { bytes: 0, startedS: startsS.get(requestId) ?? 0 });
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (script) script.bytes = encodedDataLength;
  });
  await page.goto(`${world.appUrl}${path}`, { waitUntil: "networkidle" });
  const paintMs = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0);
  await then?.(page);
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(SETTLE_MS);
  await context.close();
  const all = [...scripts.values()];
  const kb = (some: typeof all) => round(some.reduce((sum, { bytes }) => sum + bytes, 0) / 1024);
  return { paintKb: kb(all.filter(({ startedS }) => startedS <= (beganS ?? 0) + paintMs / 1000)), idleKb: kb(all) };
}
