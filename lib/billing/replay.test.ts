import { beforeAll, expect, test } from "vitest";
import { ensurePrices } from "@/lib/billing/provision";
import { replayEvent, replayUnapplied } from "@/lib/billing/replay";
import { aPerson, deliver, drain, eventsOf, makeCustomer, subscribeAtStripe } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";

let admin: Viewer;

beforeAll(async () => {
  await ensurePrices();
  admin = await aPerson({ role: "admin" });
});

const stored = (id: string) => db.stripeEvent.findUniqueOrThrow({ where: { id } });
const jobs = async () => {
  const [row] = await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM graphile_worker.jobs`;
  return row!.n;
};
const audits = (action: string) => db.auditEvent.findMany({ where: { actorId: admin.id, action } });

/** An event of a subscriber that was given up, with no job left for it. */
async function aDeadEvent() {
  const person = await aPerson();
  const customerId = await makeCustomer(person);
  await subscribeAtStripe(customerId);
  const event = (await eventsOf(customerId)).find(({ type }) => type === "customer.subscription.created")!;
  await deliver(event);
  await db.$executeRaw`DELETE FROM graphile_worker._private_jobs`;
  await db.stripeEvent.update({ where: { id: event.id }, data: { status: "dead", reason: "No answer", attempts: 11 } });
  return { id: event.id, person };
}

test.each(["evt_none", "", "'; --", "evt_\u0000"])(
  "an event that does not exist (%j) is not found, and nothing is on record",
  async (id) => {
    await expect(replayEvent(admin, id)).rejects.toMatchObject({ code: "not_found" });
    expect(await audits("stripe_event.replayed")).toEqual([]);
  },
);

test("one that nothing depends on is refused, and says why", async () => {
  const event = {
    id: "evt_product",
    object: "event",
    type: "product.created",
    api_version: "2026-10-28.endive",
    created: 1_795_000_000,
    livemode: false,
    data: { object: { id: "prod_1", object: "product" } },
  };
  await deliver(event);
  await expect(replayEvent(admin, event.id)).rejects.toMatchObject({
    code: "invalid_input",
    message: "Nothing here depends on events of this type.",
  });
  expect(await stored(event.id)).toMatchObject({ status: "ignored" });
  expect(await jobs()).toBe(0);
});

test("one that was given up is worked off, and who let it is on record", async () => {
  const { id, person } = await aDeadEvent();
  await replayEvent(admin, id);
  expect(await stored(id)).toMatchObject({ status: "received", reason: null });
  await drain();
  expect(await stored(id)).toMatchObject({ status: "applied" });
  expect(await db.subscription.findMany({ where: { userId: person.id } })).toMatchObject([{ status: "active" }]);
  expect(await audits("stripe_event.replayed")).toMatchObject([{ subject: id }]);
});

test("twice at once is one job", async () => {
  const { id } = await aDeadEvent();
  await Promise.all([replayEvent(admin, id), replayEvent(admin, id)]);
  expect(await jobs()).toBe(1);
  await drain();
});

test("one that was applied stays so, and its customer is only asked about again", async () => {
  const { id } = await aDeadEvent();
  await replayEvent(admin, id);
  await drain();
  const before = await stored(id);
  await replayEvent(admin, id);
  await drain();
  expect(await stored(id)).toEqual(before);
});

test("all that failed are worked off together; without any nothing is on record", async () => {
  await db.stripeEvent.deleteMany();
  expect(await replayUnapplied(admin)).toBe(0);
  expect(await audits("stripe_events.replayed")).toEqual([]);
  const [one, two] = [await aDeadEvent(), await aDeadEvent()];
  expect(await replayUnapplied(admin)).toBe(2);
  await drain();
  expect(await stored(one.id)).toMatchObject({ status: "applied" });
  expect(await stored(two.id)).toMatchObject({ status: "applied" });
  expect(await audits("stripe_events.replayed")).toMatchObject([{ detail: { count: 2 } }]);
});
