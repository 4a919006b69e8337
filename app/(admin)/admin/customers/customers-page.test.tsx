import { beforeAll, describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import { cancel, extendTrial, giveCredit, refund, takeCreditBack } from "@/app/(admin)/admin/customers/actions";
import CustomerPage from "@/app/(admin)/admin/customers/[id]/page";
import CustomersPage from "@/app/(admin)/admin/customers/page";
import { readPage } from "@/components/ui/testing/page";
import { recordAudit } from "@/lib/audit/record";
import { billingOverview } from "@/lib/billing/overview";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import * as billing from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import { aPerson } from "@/lib/identity/fixtures";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

const list = (q?: string) => CustomersPage({ searchParams: Promise.resolve(q === undefined ? {} : { q }) });
const one = (id: string) => CustomerPage({ params: Promise.resolve({ id }) });

async function anAdmin() {
  const person = await aPerson({ password: null });
  await db.user.update({ where: { id: person.id }, data: { role: "admin" } });
  const browser = aBrowser();
  await browser.become(person);
  return browser;
}

async function read(page: () => ReturnType<typeof one>) {
  const { html } = await (await anAdmin()).visit(page);
  return readPage(html);
}

let ada: Viewer;

beforeAll(async () => {
  await ensurePrices();
  ada = await billing.aPerson();
  const customerId = await billing.makeCustomer(ada);
  await billing.subscribeAtStripe(customerId);
  const [event] = await billing.eventsOf(customerId);
  await billing.deliver(event!);
  await syncCustomer(customerId);
  await recordAudit(db, { actorId: newId(), action: "role.changed", subject: ada.id, detail: { to: "user" } });
  await db.notification.create({
    data: {
      id: newId(),
      userId: ada.id,
      channel: "email",
      template: "verify-email",
      recipient: ada.email,
      payload: { url: "https://parley.test/a-secret-link" },
      dedupeKey: newId(),
      createdAt: new Date("2026-11-21T12:00:00Z"),
    },
  });
});

describe("to a visitor, and to somebody who is no admin, also about themselves", () => {
  test("neither page exists", async () => {
    const person = aBrowser();
    await person.become(await aPerson({ password: null }));
    for (const browser of [aBrowser(), person]) {
      for (const page of [() => list(), () => one(ada.id)]) {
        expect(await browser.visit(page)).toEqual({ html: "", isMissing: true });
      }
    }
  });
});

test("nothing can be done by somebody who is no admin, also to themselves", async () => {
  const me = await aPerson({ password: null });
  const person = aBrowser();
  await person.become(me);
  const act = { actId: newId(), userId: ada.id, reason: "Because" };
  const [subscription] = await db.subscription.findMany({ where: { userId: ada.id } });
  for (const browser of [aBrowser(), person]) {
    for (const [action, fields] of [
      [refund, { paymentId: "pi_1", amount: "1" }],
      [cancel, { subscriptionId: subscription!.id, when: "now" }],
      [extendTrial, { subscriptionId: subscription!.id, days: "7" }],
      [giveCredit, { amount: "5.00", days: "90" }],
      [takeCreditBack, { giftId: newId() }],
    ] as const) {
      expect((await browser.submit(action, { ...act, ...fields })).state).toMatchObject({ ok: false });
    }
  }
  expect(await db.adminAct.count()).toBe(0);
  expect(await db.ledgerAccount.count({ where: { kind: "promotional" } })).toBe(0);
});

test("an admin gives credit and takes it back: both stand on the page, with the reason", async () => {
  const { id: userId } = await billing.aPerson();
  const admin = await anAdmin();
  const shown = async () => readPage((await admin.visit(() => one(userId))).html).text;
  const give = { actId: newId(), userId, amount: "5.00", days: "90", reason: "Sorry for yesterday." };
  for (const amount of ["", "0", "1000.01"]) {
    const { state } = await admin.submit(giveCredit, { ...give, amount });
    expect(state).toMatchObject({ ok: false, fields: { amount: ["An amount like 5.00, at most $1,000.00."] } });
  }
  for (const _ of [1, 2]) expect((await admin.submit(giveCredit, give)).state).toEqual({ ok: true });
  expect(await shown()).toMatch(
    /Beside it they have \$5\.00 of credit from us\..*Credit of \$5\.00, \$5\.00 left until .*Take back/u,
  );
  const take = { actId: newId(), userId, giftId: give.actId, reason: "A mistake." };
  expect((await admin.submit(takeCreditBack, { ...take, reason: "" })).state).toMatchObject({ ok: false });
  for (const _ of [1, 2]) expect((await admin.submit(takeCreditBack, take)).state).toEqual({ ok: true });
  const text = await shown();
  expect(text).not.toContain("Take back");
  expect(text.match(/usage\.(?:give|take)-credit(?:-back)?/gu)).toEqual([
    "usage.take-credit-back",
    "usage.give-credit",
  ]);
  expect(text).toContain("reason: A mistake.");
  expect(text).toContain("reason: Sorry for yesterday.");
});

test("an admin who gives no reason is asked for one, and nothing is done", async () => {
  const [subscription] = await db.subscription.findMany({ where: { userId: ada.id } });
  const fields = { actId: newId(), userId: ada.id, subscriptionId: subscription!.id, when: "now", reason: " " };
  const { state } = await (await anAdmin()).submit(cancel, fields);
  expect(state).toMatchObject({ ok: false, fields: { reason: ["Say why: it stands in the audit log."] } });
  expect(await db.adminAct.count()).toBe(0);
});

test.each([newId(), "nobody", "%", "' OR 1=1 --"])("there is no customer “%s”", async (id) => {
  expect(await (await anAdmin()).visit(() => one(id))).toMatchObject({ isMissing: true });
});

describe("somebody is found", () => {
  test("by their address and by its beginning, whatever its capitals", async () => {
    for (const words of [ada.email, ` ${ada.email.slice(0, 20).toUpperCase()}`]) {
      const page = await read(() => list(words));
      expect(page.links[ada.email]).toBe(`/admin/customers/${ada.id}`);
      expect(page.rows[1]?.at(-1)).toBe("Customer");
    }
  });

  test("among the newest, without a word", async () => {
    expect((await read(() => list())).links[ada.email]).toBe(`/admin/customers/${ada.id}`);
  });

  test.each(["nobody@", "%", "_", "nobody\0", "a".repeat(300)])("and not by “%j”", async (words) => {
    expect((await read(() => list(words))).text).toContain("Nobody is called that");
  });
});

describe("their story", () => {
  test("says why they can chat, in the words they are told themselves", async () => {
    const { reason } = await billingOverview(ada, { locale: "en-US" });
    const { text } = await read(() => one(ada.id));
    expect(reason).toContain("You have Pro.");
    expect(text).toContain(`“${reason}”`);
    expect(text).toContain("$10.00 of $10.00 of their allowance is left until");
  });

  test("has the subscription, the payment, the invoice, the event, the letter and who did what", async () => {
    const { rows, html } = await read(() => one(ada.id));
    const lines = rows.map((row) => row.join(" | "));
    const has = (pattern: RegExp) => lines.some((line) => pattern.test(line));
    expect(has(/^Pro \(decides\) sub_\w+ \| Active \| \$19\.00 × 1 a month \| Renews /u)).toBe(true);
    expect(has(/\| Visa •••• 4242 \| \$19\.00 \| Paid$/u)).toBe(true);
    expect(has(/\$19\.00 \| Paid \|/u)).toBe(true);
    expect(has(/\| customer\.created \| Applied$/u)).toBe(true);
    expect(has(/^Nov 21, 2026, 12:00 \| Verify email, by email \| Queued$/u)).toBe(true);
    expect(has(/\| role\.changed \| to: user$/u)).toBe(true);
    expect(html).toMatch(/href="\/admin\/events\/evt_\w+"/u);
    expect(html).not.toContain("a-secret-link");
  });

  test("of somebody who never paid says so, part by part", async () => {
    const { id } = await billing.aPerson();
    const { text } = await read(() => one(id));
    for (const words of [
      "“You are on Free.”",
      "No subscription yet",
      "No payments yet",
      "No invoices yet",
      "Stripe has told nothing of them",
      "Nothing was written to them",
      "Nothing was done",
    ]) {
      expect(text).toContain(words);
    }
  });
});
