import { describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import { checkNow, replay, replayFailed } from "@/app/(admin)/admin/events/actions";
import EventPage from "@/app/(admin)/admin/events/[id]/page";
import EventsPage from "@/app/(admin)/admin/events/page";
import { readPage } from "@/components/ui/testing/page";
import { db } from "@/lib/db/client";
import { aPerson } from "@/lib/identity/fixtures";
import { now } from "@/lib/platform/clock";

const query = (values: Record<string, string> = {}) => EventsPage({ searchParams: Promise.resolve(values) });
const one = (id: string) => EventPage({ params: Promise.resolve({ id }) });

async function anAdmin() {
  const person = await aPerson({ password: null });
  await db.user.update({ where: { id: person.id }, data: { role: "admin" } });
  const browser = aBrowser();
  await browser.become(person);
  return browser;
}

async function somebody() {
  const browser = aBrowser();
  await browser.become(await aPerson({ password: null }));
  return browser;
}

async function aDeadEvent(id: string) {
  const at = now();
  const object = { id: "cus_1", object: "customer", name: "Ada Lovelace" };
  const payload = { id, object: "event", type: "customer.updated", livemode: false, created: 1, data: { object } };
  await db.stripeEvent.create({
    data: {
      id,
      type: "customer.updated",
      livemode: false,
      customerId: "cus_1",
      payload,
      status: "dead",
      reason: "No answer",
      stripeCreatedAt: at,
      receivedAt: at,
    },
  });
}

describe("to a visitor, and to somebody who is no admin", () => {
  test("the pages do not exist", async () => {
    await aDeadEvent("evt_hidden");
    for (const browser of [aBrowser(), await somebody()]) {
      expect(await browser.visit(query)).toEqual({ html: "", isMissing: true });
      expect(await browser.visit(() => one("evt_hidden"))).toEqual({ html: "", isMissing: true });
    }
  });

  test.each([
    ["a check", checkNow, {}],
    ["a replay", replay, { eventId: "evt_hidden" }],
    ["a replay of all", replayFailed, {}],
  ])("%s is refused and leaves no trace", async (_name, action, fields) => {
    for (const browser of [aBrowser(), await somebody()]) {
      const { state } = await browser.submit(action, fields);
      expect(state).toMatchObject({ ok: false });
    }
    expect(await db.reconcileRun.count()).toBe(0);
    expect(await db.stripeEvent.findUnique({ where: { id: "evt_hidden" } })).toMatchObject({ status: "dead" });
  });
});

test("the page says how equal our copy is, how webhooks do, and lists the events of a state", async () => {
  await aDeadEvent("evt_listed");
  const admin = await anAdmin();
  const { html } = await admin.visit(() => query({ state: "dead" }));
  const page = readPage(html);
  expect(page.text).toContain("Drift: not known, never checked");
  expect(page.links["evt_listed"]).toBe("/admin/events/evt_listed");
  const { html: none } = await admin.visit(() => query({ state: "applied", after: "nonsense" }));
  expect(readPage(none).text).toContain("No such events");
});

test("a check that is asked for stands at once, and is said to be under way", async () => {
  const admin = await anAdmin();
  expect(await admin.submit(checkNow)).toMatchObject({ state: { ok: true }, isRefreshed: true });
  expect(await db.reconcileRun.findMany()).toMatchObject([{ status: "running" }]);
  await db.reconcileRun.deleteMany();
});

test("an event shows what was in it without names, and is replayed", async () => {
  await aDeadEvent("evt_shown");
  const admin = await anAdmin();
  const { html } = await admin.visit(() => one("evt_shown"));
  expect(readPage(html).text).toContain("No answer");
  expect(html).not.toContain("Lovelace");
  expect(await admin.submit(replay, { eventId: "evt_shown" })).toMatchObject({ state: { ok: true } });
  expect(await db.stripeEvent.findUnique({ where: { id: "evt_shown" } })).toMatchObject({ status: "received" });
});

test.each(["evt_none", "%00", "x".repeat(300)])("an event that is none (%s) is a page that is missing", async (id) => {
  const admin = await anAdmin();
  expect(await admin.visit(() => one(id))).toMatchObject({ isMissing: true });
  expect((await admin.submit(replay, { eventId: id })).state).toMatchObject({ ok: false });
});
