import { describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import AdminBillingPage from "@/app/(admin)/admin/billing/page";
import AdminLayout from "@/app/(admin)/admin/layout";
import { readPage } from "@/components/ui/testing/page";
import { db } from "@/lib/db/client";
import { aPerson } from "@/lib/identity/fixtures";
import { HOUR_MS, now, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";

const PAGES = {
  page: () => AdminBillingPage({ searchParams: Promise.resolve({}) }),
  layout: () => AdminLayout({ children: null }),
};

async function anAdmin() {
  const person = await aPerson({ password: null });
  await db.user.update({ where: { id: person.id }, data: { role: "admin" } });
  const browser = aBrowser();
  await browser.become(person);
  return browser;
}

async function statement(query: Record<string, string> = {}) {
  const browser = await anAdmin();
  const { html } = await browser.visit(() => AdminBillingPage({ searchParams: Promise.resolve(query) }));
  return readPage(html);
}

async function anEvent(status: "applied" | "failed" | "dead") {
  const at = plusMs(now(), -HOUR_MS);
  const id = `evt_${newId()}`;
  const outcome = status === "applied" ? { appliedAt: at } : { reason: "Stripe did not answer" };
  await db.stripeEvent.create({
    data: {
      id,
      type: `test.${status}`,
      livemode: false,
      payload: {},
      status,
      ...outcome,
      stripeCreatedAt: at,
      receivedAt: at,
    },
  });
  return id;
}

describe.each(Object.keys(PAGES) as (keyof typeof PAGES)[])("the %s of the operator", (which) => {
  test("does not exist for a visitor, nor for somebody who is signed in", async () => {
    const person = aBrowser();
    await person.become(await aPerson({ password: null }));
    for (const browser of [aBrowser(), person]) {
      expect(await browser.visit(PAGES[which])).toEqual({ html: "", isMissing: true });
    }
  });

  test("is gone at once for who is no admin any more", async () => {
    const browser = await anAdmin();
    await db.user.updateMany({ data: { role: "user" } });
    expect(await browser.visit(PAGES[which])).toMatchObject({ isMissing: true });
  });
});

describe("the statement", () => {
  test("of a house without customers says so, figure by figure", async () => {
    const { text, rows } = await statement();
    expect(text).toContain("Every event is applied");
    expect(text).toContain("Monthly recurring revenue $0.00");
    for (const empty of [
      "Nothing moved yet",
      "Nothing was paid",
      "Nobody pays yet",
      "No subscriptions yet",
      "No payments yet",
      "Stripe has sent nothing yet",
    ]) {
      expect(text).toContain(empty);
    }
    expect(rows[0]).toEqual(["Figure", "Value", "What it is"]);
    expect(rows.slice(1).filter(([, value = ""]) => !/^(?:–|0$|\$0\.00)/u.test(value))).toEqual([]);
  });

  test("leads from what is wrong to the events it is about", async () => {
    const [applied, failed, dead] = [await anEvent("applied"), await anEvent("failed"), await anEvent("dead")];
    const page = await statement();
    const [health = ""] = Object.keys(page.links);
    expect(health).toMatch(/^1 event not applied, the oldest for 1 hour; 1 event given up$/);
    expect(page.links[health]).toBe("/admin/billing?events=open#events");
    const idsOf = async (events: string) => {
      const { html } = await statement({ events });
      return [applied, failed, dead].filter((id) => html.includes(id));
    };
    expect(await idsOf("open")).toEqual([failed]);
    expect(await idsOf("dead")).toEqual([dead]);
    expect(await idsOf("no such choice")).toEqual([applied, failed, dead]);
  });
});
