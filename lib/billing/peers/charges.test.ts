import { beforeAll, expect, test } from "vitest";
import { aSubscriberInTime, aYes, paidInvoices } from "@/lib/billing/changes/testing/subscriber";
import { acceptQuote } from "@/lib/billing/changes/accept";
import { PLANS } from "@/lib/billing/plans";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import { deleteConversation, dropDeletedConversations } from "@/lib/chat/conversations";
import { aPerson as aWriter, converse } from "@/lib/chat/testing/person";
import { DAY_MS, now, plusMs } from "@/lib/platform/clock";
import { tokensCostMicros } from "@/lib/platform/money";
import { allowanceFor } from "@/lib/usage/allowance";
import { ModelsFile } from "@/lib/usage/models-file";
import models from "@/models.json";

beforeAll(ensurePrices);

const ENTERPRISE = { plan: "enterprise", interval: "month" } as const;
/** A month of thirty days, so that its half is whole days; and no first of a month is its first. */
const START_S = Date.UTC(2026, 3, 10, 9) / 1_000;
const DAY_S = 86_400;

test("LobeHub #5443: an upgrade in the middle of a month costs the difference for the rest of it, and nothing for before", async () => {
  const { person, customerId, now: at, moveTo } = await aSubscriberInTime(START_S);
  await syncCustomer(customerId, at);
  await moveTo(START_S + 15 * DAY_S);
  const yes = await aYes(person, ENTERPRISE, at);
  // Half of $99, less half of the $19 that were paid.
  expect(yes.dueMinor).toBe(4_950 - 950);
  await acceptQuote(person, yes, at);
  expect((await paidInvoices(customerId)).map(({ amount_paid }) => amount_paid)).toEqual([4_000, 1_900]);
  expect(PLANS.enterprise.prices.usd.month).toBe(9_900);
});

test("chmonitor #2514: the first of the month gives nothing anew; the month that is paid for does", async () => {
  const { person, customerId, now: at, moveTo } = await aSubscriberInTime(START_S);
  const periodAfter = async (days: number) => {
    await moveTo(START_S + days * DAY_S);
    await syncCustomer(customerId, at);
    return (await allowanceFor(person.id, at)).period.startsAt;
  };
  const paidOn = new Date(START_S * 1_000);
  expect(await periodAfter(0)).toEqual(paidOn);
  // The second of May.
  expect(await periodAfter(22)).toEqual(paidOn);
  expect(await periodAfter(31)).toEqual(plusMs(paidOn, 30 * DAY_MS));
});

test("Open WebUI #28084, vercel/chatbot: who deletes a chat gets nothing back of what it used", async () => {
  const writer = await aWriter();
  const { start } = await converse(writer);
  const { usedMicros, remainingMicros } = await allowanceFor(writer.id);
  expect(usedMicros).toBeGreaterThan(0n);
  await deleteConversation(writer, { conversationId: start.conversationId ?? "" });
  await dropDeletedConversations(() => plusMs(now(), 366 * DAY_MS));
  expect(await allowanceFor(writer.id)).toMatchObject({ usedMicros, remainingMicros });
});

test("LibreChat #2359: a negative price stops the start, and a negative count of tokens the charge", () => {
  const [first, ...others] = models.models;
  expect(ModelsFile.safeParse(models).success).toBe(true);
  for (const kind of ["inputMicrosPerMtok", "outputMicrosPerMtok"] as const) {
    const wrong = { models: [{ ...first, price: { ...first!.price, [kind]: -1 } }, ...others] };
    expect(ModelsFile.safeParse(wrong).success).toBe(false);
  }
  expect(() => tokensCostMicros(-1, 250_000n)).toThrow(RangeError);
});
