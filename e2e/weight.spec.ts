import { gzipSync } from "node:zlib";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./fixtures";
import { insertPerson, signInAs } from "./people";

/** Kilobytes of script, gzipped, over a page with nothing on it. What is loaded later is not counted. */
const MOST_KB = { "/": 12, "/pricing": 12, "/billing": 30, "/chat": 60, "/usage": 30, "/settings": 30 } as const;

test("no page names more scripts than its kind may weigh", async ({ page, context }) => {
  await signInAs(context, (await insertPerson()).email);
  const emptyKb = await scriptsKb(page.request, "/no-such-page");
  expect(emptyKb).toBeGreaterThan(50);
  for (const [address, mostKb] of Object.entries(MOST_KB)) {
    const moreKb = (await scriptsKb(page.request, address)) - emptyKb;
    expect(moreKb, `KB of script that ${address} adds`).toBeLessThanOrEqual(mostKb);
  }
});

async function scriptsKb(request: APIRequestContext, address: string): Promise<number> {
  const answer = await request.get(address);
  const named = (await answer.text()).match(/static\/chunks\/[\w.~-]+\.js/gu) ?? [];
  const sizes = [...new Set(named)].map(async (file) => {
    const script = await request.get(`/_next/${file}`);
    expect(script.ok(), file).toBe(true);
    return gzipSync(await script.body()).length;
  });
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0) / 1024;
}
