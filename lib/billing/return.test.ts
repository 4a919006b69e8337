import { beforeAll, describe, expect, test } from "vitest";
import { startCheckout } from "@/lib/billing/checkout";
import { billingOverview } from "@/lib/billing/overview";
import { ensurePrices } from "@/lib/billing/provision";
import { finishCheckout } from "@/lib/billing/return";
import { aPerson, pay, subscribe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";

beforeAll(ensurePrices);

const pro = { plan: "pro", interval: "month" } as const;

describe("coming back from the hosted page", () => {
  test("after paying, the plan is there although no event has arrived", async () => {
    const person = await aPerson();
    const { pageId } = await subscribe(person);
    const { state, overview } = await finishCheckout(person, pageId);
    expect(state).toBe("complete");
    expect(overview).toMatchObject({ plan: "pro", state: "trialing", card: { brand: "visa", last4: "4242" } });
  });

  test("again, by a reload, changes nothing", async () => {
    const person = await aPerson();
    const { pageId } = await subscribe(person);
    const first = await finishCheckout(person, pageId);
    expect(await finishCheckout(person, pageId)).toEqual(first);
  });

  test("without paying, the page is still open and so is the plan", async () => {
    const person = await aPerson();
    const { url } = await startCheckout(person, pro);
    const pageId = new URL(url).pathname.split("/").at(-1)!;
    expect(await finishCheckout(person, pageId)).toMatchObject({ state: "open", overview: { plan: "free" } });
  });

  test("to a page that another has replaced: expired", async () => {
    const person = await aPerson();
    const { url } = await startCheckout(person, pro);
    await startCheckout(person, { plan: "enterprise", interval: "month" });
    const pageId = new URL(url).pathname.split("/").at(-1)!;
    expect(await finishCheckout(person, pageId)).toMatchObject({ state: "expired", overview: { plan: "free" } });
  });
});

describe("with an id from the address bar that is not one's own", () => {
  test("somebody else's page shows nothing and changes nothing, for either of them", async () => {
    const owner = await aPerson();
    const { pageId } = await subscribe(owner);
    const thief = await aPerson();
    await startCheckout(thief, pro);
    await expect(finishCheckout(thief, pageId)).rejects.toMatchObject({ code: "not_found" });
    expect(await billingOverview(thief)).toMatchObject({ plan: "free", subscription: null });
    expect(await db.subscription.count({ where: { userId: { in: [owner.id, thief.id] } } })).toBe(0);
  });

  test("nor does it to somebody who never was a customer", async () => {
    const owner = await aPerson();
    const { pageId } = await subscribe(owner);
    await expect(finishCheckout(await aPerson(), pageId)).rejects.toMatchObject({ code: "not_found" });
  });

  test.each(["", "cs_unknown", "cus_1", "cs_test_1/../../v1/customers", "cs_%2e%2e", `cs_${"x".repeat(300)}`])(
    "%j is not found",
    async (id) => {
      const person = await aPerson();
      await startCheckout(person, pro);
      await expect(finishCheckout(person, id)).rejects.toMatchObject({ code: "not_found" });
    },
  );
});

test("a declined card leaves the page open and nothing bought", async () => {
  const person = await aPerson();
  const { url } = await startCheckout(person, pro);
  await expect(pay(url, "pm_card_chargeDeclined")).rejects.toThrow(/declined/u);
  const pageId = new URL(url).pathname.split("/").at(-1)!;
  expect(await finishCheckout(person, pageId)).toMatchObject({
    state: "open",
    overview: { plan: "free", canTrial: true },
  });
});
