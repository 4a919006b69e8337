import { expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import { visitorZone } from "@/lib/http/zone";

async function zoneFor(cookie: string | undefined): Promise<string> {
  const browser = aBrowser();
  if (cookie !== undefined) browser.cookies.set("zone", cookie);
  return (await browser.call(async () => Response.json(await visitorZone()))).json() as Promise<string>;
}

test.each([
  ["Europe/Vienna", "Europe/Vienna"],
  ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  [undefined, "UTC"],
  ["", "UTC"],
  ["Nowhere/Land", "UTC"],
  ["+05:30", "UTC"],
])("a browser that tells %j is in %s", async (cookie, zone) => {
  expect(await zoneFor(cookie)).toBe(zone);
});
