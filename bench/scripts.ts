import fs from "node:fs";
import { chromium } from "@playwright/test";
import type { Row } from "./chat";
import { round } from "./figures";
import { signedInPeople } from "./people";
import type { World } from "./world";

const PAGES = ["/", "/pricing", "/billing", "/chat"] as const;
const SETTLE_MS = 2_000;

/** Kilobytes of JavaScript that Chromium transfers (compressed) until a page is idle, from an empty cache. */
export async function benchScripts({ appPort, databaseUrl }: World): Promise<Row[]> {
  const [cookie = ""] = await signedInPeople(databaseUrl, 1);
  const executablePath = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((file) => fs.existsSync(file));
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
  });
  const rows: Row[] = [];
  for (const path of PAGES) rows.push(await transferred(`http://localhost:${appPort}${path}`, cookie, path));
  await browser.close();
  return rows;

  async function transferred(url: string, session: string, what: string): Promise<Row> {
    const context = await browser.newContext();
    const [name = "", value = ""] = session.split("=");
    await context.addCookies([{ name, value, url }]);
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    const scripts = new Set<string>();
    let bytes = 0;
    network.on("Network.responseReceived", ({ requestId, type }) => void (type === "Script" && scripts.add(requestId)));
    network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await page.goto(url, { waitUntil: "networkidle" });
    await page.waitForTimeout(SETTLE_MS);
    await context.close();
    return { what: `JavaScript of ${what}`, "KB gzip": round(bytes / 1024), requests: scripts.size };
  }
}
