import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { startCheckout } from "@/lib/billing/checkout";
import { ensurePrices } from "@/lib/billing/provision";
import { syncCustomer } from "@/lib/billing/sync";
import {
  aPerson as aPayer,
  deliver,
  eventsOf,
  makeCustomer,
  pay,
  subscribeAtStripe,
} from "@/lib/billing/testing/world";
import { reapSilentGenerations } from "@/lib/chat/reaper";
import { aPerson as aWriter, converse } from "@/lib/chat/testing/person";
import { aRun } from "@/lib/chat/testing/processes";
import { db } from "@/lib/db/client";
import { mintToken } from "@/lib/identity/links";
import { openSession, resumeSession } from "@/lib/identity/sessions";
import { enter } from "@/lib/identity/sign-in";
import { runDueJobs } from "@/lib/jobs/worker";
import { notify } from "@/lib/notifications/outbox";
import { newId } from "@/lib/platform/ids";
import { goOnDeleting } from "@/lib/privacy/deletion";
import { privacyJobs, sweepDeletions } from "@/lib/privacy/jobs";
import { leave } from "@/lib/privacy/leave";
import { allJobs } from "@/lib/startup";

beforeAll(ensurePrices);

const deletionOf = (userId: string) => db.accountDeletion.findUniqueOrThrow({ where: { userId } });
const rowOf = (id: string) => db.user.findUniqueOrThrow({ where: { id } });
const statuses = async (customer: string) =>
  (await stripe.subscriptions.list({ customer, status: "all" })).data.map(({ status }) => status);

async function aSubscriber({ trial = false } = {}) {
  const person = await aPayer();
  const customerId = await makeCustomer(person);
  await subscribeAtStripe(customerId, { trial });
  await syncCustomer(customerId);
  return { person, customerId };
}

/** The queue gives back what a dead worker held, and time passes. */
async function work() {
  await db.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = '2000-01-01', locked_at = NULL, locked_by = NULL`;
  await runDueJobs(allJobs());
}

describe("asking to leave", () => {
  test("with another address than one's own changes nothing", async () => {
    const person = await aPayer();
    await expect(leave(person, { email: "somebody@people.test" })).rejects.toMatchObject({
      code: "invalid_input",
      fields: { email: ["That is not the address of this account."] },
    });
    expect(await rowOf(person.id)).toMatchObject({ closedAt: null });
    expect(await db.accountDeletion.count({ where: { userId: person.id } })).toBe(0);
  });

  test("ends every session at once, and lets none begin: not by a link, not by one that was opened meanwhile", async () => {
    const person = await aPayer();
    const [open, { token: late }] = [await openSession(person.id), await openSession(person.id)];
    const link = await mintToken(db, { purpose: "sign-in", email: person.email });
    await leave(person, person);
    expect(await resumeSession(open.token)).toBeUndefined();
    expect(await resumeSession(late)).toBeUndefined();
    await expect(enter(link)).rejects.toMatchObject({ code: "invalid_input" });
    const asked = await mintToken(db, { purpose: "sign-in", email: person.email });
    await expect(enter(asked)).rejects.toMatchObject({ message: "This account is being deleted." });
    expect(await resumeSession((await openSession(person.id)).token)).toBeUndefined();
  });

  test("twice at the same moment is one leaving, one line on record and one letter", async () => {
    const person = await aPayer();
    await Promise.all([leave(person, person), leave(person, person)]);
    await Promise.all([goOnDeleting(person.id), goOnDeleting(person.id)]);
    await work();
    const actions = await db.auditEvent.findMany({ where: { OR: [{ actorId: person.id }, { subject: person.id }] } });
    expect(actions.map(({ action }) => action).toSorted()).toEqual(["account.deletion_requested", "account.erased"]);
    expect(await db.notification.findMany({ where: { recipient: person.email } })).toMatchObject([
      { template: "account-deleted", status: "sent", userId: null },
    ]);
  });
});

describe("the last admin", () => {
  const anAdmin = async () => {
    const person = await aPayer();
    await db.user.update({ where: { id: person.id }, data: { role: "admin" } });
    return { ...person, role: "admin" as const };
  };
  beforeEach(() => db.user.updateMany({ data: { role: "user" } }));

  test("stays, and is told why; what they have is untouched", async () => {
    const admin = await anAdmin();
    const { token } = await openSession(admin.id);
    await expect(leave(admin, admin)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("only admin") as string,
    });
    expect(await resumeSession(token)).toMatchObject({ userId: admin.id });
    expect(await db.accountDeletion.count({ where: { userId: admin.id } })).toBe(0);
  });

  test("is one of two, also where both leave at the same moment", async () => {
    const both = [await anAdmin(), await anAdmin()];
    const outcomes = await Promise.allSettled(both.map((admin) => leave(admin, admin)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await db.user.count({ where: { role: "admin", closedAt: null } })).toBe(1);
  });

  test("does not hold back anybody else", async () => {
    await anAdmin();
    const person = await aPayer();
    await leave(person, person);
    expect(await rowOf(person.id)).toMatchObject({ closedAt: expect.any(Date) as Date });
  });
});

describe("an account does not vanish while a subscription lives", () => {
  test.each([{ trial: true }, { trial: false }])("%j: it is ended at Stripe first, and then erased", async (wish) => {
    const { person, customerId } = await aSubscriber(wish);
    await leave(person, person);
    expect(await rowOf(person.id)).toMatchObject({ email: person.email });
    await work();
    expect(await statuses(customerId)).toEqual(["canceled"]);
    expect((await stripe.customers.listPaymentMethods(customerId)).data).toEqual([]);
    expect(await db.subscription.findMany({ where: { userId: person.id } })).toMatchObject([{ status: "canceled" }]);
    expect(await deletionOf(person.id)).toMatchObject({ status: "erased", lastError: null });
    expect(await rowOf(person.id)).toMatchObject({ email: `${person.id}@deleted.invalid`, name: null });
  });

  test.each([
    ["the customer can not be read", "GET /v1/customers/*"],
    ["the subscription can not be ended", "DELETE /v1/subscriptions/*"],
    ["its end can not be read back", "GET /v1/subscriptions"],
  ])("%s: everything is still there, and is gone once Stripe is back", async (_what, route) => {
    const { person, customerId } = await aSubscriber();
    await leave(person, person);
    const fault = await arm({ kind: "server_error", route, customer: customerId, count: 1_000 });
    await expect(goOnDeleting(person.id)).rejects.toMatchObject({ code: "payments_down" });
    await disarm(fault);
    expect(await deletionOf(person.id)).toMatchObject({ status: "requested", lastError: expect.any(String) as string });
    expect(await rowOf(person.id)).toMatchObject({ email: person.email, name: "Ada" });
    await sweepDeletions();
    await runDueJobs(privacyJobs);
    expect(await statuses(customerId)).toEqual(["canceled"]);
    expect(await deletionOf(person.id)).toMatchObject({ status: "erased", lastError: null });
  });

  test("the answer to its end is lost: the next try finds it ended", async () => {
    const { person, customerId } = await aSubscriber();
    await leave(person, person);
    await arm({ kind: "cut_after_write", route: "DELETE /v1/subscriptions/*", customer: customerId, count: 1 });
    await goOnDeleting(person.id);
    expect(await statuses(customerId)).toEqual(["canceled"]);
    expect(await deletionOf(person.id)).toMatchObject({ status: "erased" });
  });

  test("several of them, one unpaid, and one of a customer from before: all are ended", async () => {
    const { person, customerId: before } = await aSubscriber();
    const customerId = await makeCustomer(person);
    await subscribeAtStripe(customerId);
    const { id } = await subscribeAtStripe(customerId, { plan: "enterprise", trial: true });
    const bad = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer: customerId });
    await stripe.subscriptions.update(id, { default_payment_method: bad.id, trial_end: "now" });
    await syncCustomer(customerId);
    await leave(person, person);
    await goOnDeleting(person.id);
    expect([...(await statuses(before)), ...(await statuses(customerId))]).toEqual([
      "canceled",
      "canceled",
      "canceled",
    ]);
  });

  test("a page that was open is closed, and nothing is sold to who leaves", async () => {
    const person = await aPayer();
    const { url } = await startCheckout(person, { plan: "pro", interval: "month" });
    await leave(person, person);
    await expect(startCheckout(person, { plan: "pro", interval: "year" })).rejects.toMatchObject({
      message: "This account is being deleted.",
    });
    await goOnDeleting(person.id);
    await expect(pay(url)).rejects.toThrow(/expired|no longer/i);
    expect(await deletionOf(person.id)).toMatchObject({ status: "erased" });
  });

  test("a page that is paid while the account is being closed: the subscription it made is ended", async () => {
    const person = await aPayer();
    const { url } = await startCheckout(person, { plan: "pro", interval: "month" });
    await leave(person, person);
    await pay(url);
    await work();
    const { stripeCustomerId } = await rowOf(person.id);
    expect(await statuses(stripeCustomerId ?? "")).toEqual(["canceled"]);
    expect(await deletionOf(person.id)).toMatchObject({ status: "erased" });
  });

  test("the database itself refuses to go on, whatever the code believes", async () => {
    const { person } = await aSubscriber();
    await leave(person, person);
    const step = { status: "unsubscribed", unsubscribedAt: new Date() } as const;
    await expect(db.accountDeletion.update({ where: { userId: person.id }, data: step })).rejects.toThrow(
      /could still charge/,
    );
  });

  test("a customer that Stripe has deleted holds nobody back", async () => {
    const { person, customerId } = await aSubscriber();
    await stripe.customers.del(customerId);
    await leave(person, person);
    await goOnDeleting(person.id);
    expect(await db.subscription.findMany({ where: { userId: person.id } })).toMatchObject([{ status: "canceled" }]);
    expect(await deletionOf(person.id)).toMatchObject({ status: "erased" });
  });

  test("one whose answer is still being written waits for its end, which is counted", async () => {
    const person = await aWriter();
    const run = await aRun(person);
    await leave(person, person);
    expect(await goOnDeleting(person.id)).toBe(false);
    expect(await deletionOf(person.id)).toMatchObject({ status: "unsubscribed" });
    await db.generation.updateMany({ where: { id: run.ids.generationId }, data: { heartbeatAt: new Date(0) } });
    await reapSilentGenerations();
    expect(await goOnDeleting(person.id)).toBe(true);
    expect(await deletionOf(person.id)).toMatchObject({ status: "erased" });
    expect(await db.reservation.count({ where: { userId: person.id, status: "held" } })).toBe(0);
  });

  test("one that was never a customer just goes", async () => {
    const person = await aPayer();
    await leave(person, person);
    await goOnDeleting(person.id);
    expect(await deletionOf(person.id)).toMatchObject({ status: "erased" });
  });
});

describe("what goes and what stays", () => {
  test("chats and files go, put in the bin or not, what was used stays, and others keep theirs", async () => {
    const [person, neighbour] = [await aWriter(), await aWriter()];
    await converse(person);
    await db.conversation.updateMany({ where: { userId: person.id }, data: { deletedAt: new Date() } });
    await converse(person);
    await converse(neighbour);
    const sha256 = "a".repeat(64);
    const file = { kind: "document", name: "a.txt", mediaType: "text/plain", sizeBytes: 1, sha256, text: "a" } as const;
    for (const { id: userId } of [person, neighbour]) {
      const id = newId();
      await db.attachment.create({
        data: { ...file, id, userId, storageKey: id, boundTokens: 1, createdAt: new Date() },
      });
    }
    const before = await keptOf(person.id);
    expect([before.transfers > 0, await goneOf(person.id)]).toEqual([true, [2, 6, 1]]);
    await leave(person, person);
    await goOnDeleting(person.id);
    expect(await goneOf(person.id)).toEqual([0, 0, 0]);
    expect(await keptOf(person.id)).toEqual(before);
    expect(await goneOf(neighbour.id)).toEqual([1, 3, 1]);
    const jobs = await db.$queryRaw`SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'chat.forget-bytes'`;
    expect(jobs).toHaveLength(1);
  });

  test("letters go, also those that wait; news that come later are told to nobody", async () => {
    const { person, customerId } = await aSubscriber();
    const payload = { resetUrl: "https://parley.example/forgot-password" };
    const letter = { template: "password-changed", payload, userId: person.id, recipient: person.email } as const;
    await notify(db, { ...letter, dedupeKey: newId() });
    await leave(person, person);
    await goOnDeleting(person.id);
    expect(await db.notification.findMany({ where: { recipient: person.email } })).toMatchObject([
      { template: "account-deleted" },
    ]);
    for (const event of await eventsOf(customerId)) await deliver(event);
    await notify(db, { ...letter, recipient: `${person.id}@deleted.invalid`, dedupeKey: newId() });
    await work();
    await sweepDeletions();
    expect(await db.notification.count({ where: { OR: [{ userId: person.id }, { recipient: person.email }] } })).toBe(
      0,
    );
  });

  test("the address is free, and who signs up with it again is somebody new", async () => {
    const { person } = await aSubscriber();
    await leave(person, person);
    await goOnDeleting(person.id);
    const back = await enter(await mintToken(db, { purpose: "sign-in", email: person.email }));
    expect(back.id).not.toBe(person.id);
    expect(await db.subscription.count({ where: { userId: back.id } })).toBe(0);
  });
});

/** Conversations, messages and files of a person. */
function goneOf(userId: string) {
  const where = { userId };
  return Promise.all([
    db.conversation.count({ where }),
    db.message.count({ where: { conversation: where } }),
    db.attachment.count({ where }),
  ]);
}

async function keptOf(userId: string) {
  const where = { userId };
  return {
    transfers: await db.ledgerTransfer.count({ where }),
    accounts: await db.ledgerAccount.findMany({ where, orderBy: { id: "asc" } }),
    generations: await db.generation.count({ where }),
  };
}

async function arm(order: Record<string, string | number>): Promise<string> {
  const fault = (await stripe.rawRequest("POST", "/_sandbox/faults", order)) as unknown as { id: string };
  return fault.id;
}

function disarm(id: string) {
  return stripe.rawRequest("DELETE", `/_sandbox/faults/${id}`);
}
