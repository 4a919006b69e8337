import { beforeAll, describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import UsageOutliersPage from "@/app/(admin)/admin/usage/page";
import { readPage } from "@/components/ui/testing/page";
import { db } from "@/lib/db/client";
import { aPerson } from "@/lib/identity/fixtures";
import { usageOutliers } from "@/lib/insights/outliers";
import type { OutlierChoice } from "@/lib/insights/schema";
import { DAY_MS, HOUR_MS, now, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { putCycle } from "@/lib/usage/queries/cycles";

const page = (query: Record<string, string> = {}) => UsageOutliersPage({ searchParams: Promise.resolve(query) });
const hour = (ago: number) => new Date(Math.floor(now().getTime() / HOUR_MS) * HOUR_MS - ago * HOUR_MS);

const people: Record<string, string> = {};

/** What somebody used so many hours ago. */
async function used(name: string, hoursAgo: number, { micros = 0n, receipts = 1, origin = "chat" as "chat" | "api" }) {
  const zeros = { inputTokens: 0n, cachedInputTokens: 0n, outputTokens: 0n, reasoningTokens: 0n, embeddingTokens: 0n };
  const sums = { ...zeros, imageTokens: 0n, receipts, chargedMicros: micros, overrunMicros: 0n };
  const key = { userId: people[name] ?? "", startsAt: hour(hoursAgo), model: "parley-swift", origin };
  await db.usageHour.create({ data: { ...key, ...sums } });
}

beforeAll(async () => {
  for (const name of ["steady", "sudden", "busy", "keyed", "old"]) {
    const { id } = await aPerson({ password: null });
    people[name] = id;
    await db.user.update({ where: { id }, data: { email: `${name}@parley.test` } });
    const period = { startsAt: plusMs(now(), -DAY_MS), endsAt: plusMs(now(), 29 * DAY_MS) };
    await putCycle({ userId: id, plan: "free", period, grantMicros: 200_000n }, now());
  }
  await used("steady", 1, { micros: 150_000n, receipts: 10 });
  for (const days of [1, 2, 3, 4]) await used("steady", 24 * days + 3, { micros: 150_000n });
  await used("sudden", 2, { micros: 100_000n, receipts: 5 });
  await used("sudden", 30, { micros: 4_000n });
  await used("busy", 3, { micros: 50n, receipts: 900, origin: "api" });
  await used("keyed", 0, { micros: 10n });
  await used("old", 24 * 5, { micros: 9_000_000n });
  for (const [revokedAt, expiresAt] of [
    [null, null],
    [null, plusMs(now(), DAY_MS)],
    [now(), null],
    [null, plusMs(now(), -DAY_MS)],
  ] as const) {
    const hash = `${newId()}${newId()}`.replaceAll("-", "").slice(0, 64);
    const key = { id: newId(), userId: people["keyed"] ?? "", name: "k", prefix: "abcd", keyHash: hash, scopes: [] };
    await db.apiKey.create({ data: { ...key, revokedAt, expiresAt } });
  }
});

const names = async (choice: OutlierChoice) =>
  (await usageOutliers(choice)).map(({ email }) => email.replace("@parley.test", ""));

describe("who stands out", () => {
  test("is told by what they spent, asked, hold and by how it grew, over a day", async () => {
    expect(await names({ by: "spent", over: "day" })).toEqual(["steady", "sudden", "busy", "keyed"]);
    expect((await names({ by: "requests", over: "day" })).slice(0, 2)).toEqual(["busy", "steady"]);
    expect((await names({ by: "share", over: "day" }))[0]).toBe("steady");
    expect((await names({ by: "keys", over: "day" }))[0]).toBe("keyed");
    expect((await names({ by: "growth", over: "day" })).slice(0, 2)).toEqual(["sudden", "steady"]);
  });

  test("is measured against their own mean, plan and working keys", async () => {
    const all = new Map((await usageOutliers({ by: "spent", over: "day" })).map((one) => [one.userId, one]));
    const of = (name: string) => all.get(people[name] ?? "");
    expect(of("steady")).toMatchObject({ growthPercent: 100, sharePercent: 75, plan: "free" });
    // 4,000 in four days are 1,000 a day.
    expect(of("sudden")).toMatchObject({ growthPercent: 10_000, sharePercent: 50 });
    expect(of("busy")).toMatchObject({ growthPercent: null, requests: 900, fromPrograms: 900 });
    expect(of("keyed")).toMatchObject({ keys: 2 });
  });

  test("over a week is another matter", async () => {
    expect((await names({ by: "spent", over: "week" }))[0]).toBe("old");
  });
});

describe("the page", () => {
  test("is not there for a visitor, nor for somebody who is no admin", async () => {
    const person = aBrowser();
    await person.become(await aPerson({ password: null }));
    for (const browser of [aBrowser(), person])
      expect(await browser.visit(page)).toEqual({ html: "", isMissing: true });
  });

  test("lists them with links to where something can be done, and says how near the ceiling is", async () => {
    const admin = await aPerson({ password: null });
    await db.user.update({ where: { id: admin.id }, data: { role: "admin" } });
    const browser = aBrowser();
    await browser.become(admin);
    const { html } = await browser.visit(() => page({ by: "growth" }));
    const shown = readPage(html);
    expect(shown.text).toContain("a ceiling of $1,000.00 for all and $50.00 for one person");
    expect(shown.text).toMatch(/sudden@parley\.test\s*Free.*\$0\.10.*50%.*100×/su);
    const links = [...html.matchAll(/href="([^"]+)"/gu)].map(([, href]) => href?.replaceAll("&amp;", "&"));
    expect(links).toContain(`/admin/customers/${people["sudden"]}`);
    expect(links).toContain("/admin/usage?by=growth&over=week");
    // What is none of the choices is the first.
    const other = await browser.visit(() => page({ by: "'; DROP", over: "year" }));
    expect(readPage(other.html).text).toContain("Most spent over the last 24 hours");
  });
});
