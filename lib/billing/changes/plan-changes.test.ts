import { beforeAll, expect, test } from "vitest";
import { planChanges } from "@/lib/billing/changes/plan-changes";
import { aSubscriber } from "@/lib/billing/changes/testing/subscriber";
import { ensurePrices } from "@/lib/billing/provision";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { now } from "@/lib/platform/clock";

beforeAll(ensurePrices);

/** Rows as a sync may leave them; nothing here asks Stripe. */
async function seen(changed: Parameters<typeof db.subscription.update>[0]["data"]) {
  const { person, id } = await aSubscriber();
  await db.subscription.update({ where: { id }, data: changed });
  return planChanges(person);
}

test("of somebody on Free there is nothing to change", async () => {
  expect(await planChanges(await aPerson())).toBeNull();
});

test("of a plan that is paid for there is every other one, with its price", async () => {
  const { person } = await aSubscriber();
  expect((await planChanges(person))?.options).toEqual([
    { plan: "pro", interval: "year", when: "now", amountMinor: 19_000 },
    { plan: "enterprise", interval: "month", when: "now", amountMinor: 9_900 },
    { plan: "enterprise", interval: "year", when: "now", amountMinor: 99_000 },
  ]);
});

test.each(["past_due", "unpaid", "paused"])("while it is %s it can be cancelled, and nothing else", async (status) => {
  expect(await seen({ status })).toMatchObject({ held: { plan: "pro" }, options: [], cancelAt: null });
});

test.each([
  ["is over", { status: "canceled" }],
  ["has reached the day it was to end", { cancelAt: new Date("2026-01-01Z") }],
  ["is for none of our plans", { plan: null }],
  ["is paid in a currency nothing is sold in", { currency: "jpy" }],
  ["is paid by the week", { interval: "week" }],
  ["is one of two", { isDuplicate: true }],
])("what %s is not changed here", async (_what, changed) => {
  expect(await seen(changed)).toBeNull();
});

test("a payment that was waited for too long waits no more", async () => {
  expect((await seen({ changePendingUntil: now() }))?.pending).toBeNull();
});
