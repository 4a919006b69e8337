import { afterEach, describe, expect, test } from "vitest";
import { stripe } from "@/lib/adapters/payments/connection";
import { sweepInbox } from "@/lib/billing/jobs";
import { receiveStripeEvent } from "@/lib/billing/inbox";
import { deleteConversation } from "@/lib/chat/conversations";
import { uploadFile } from "@/lib/chat/files/files";
import { chatJobs } from "@/lib/chat/jobs";
import { reapSilentGenerations } from "@/lib/chat/reaper";
import { sendMessage } from "@/lib/chat/send";
import { aMessage, aPerson, converse, hear } from "@/lib/chat/testing/person";
import { aModel, aProcess, aRun, storedOf } from "@/lib/chat/testing/processes";
import { requireConversation } from "@/lib/chat/thread";
import { db } from "@/lib/db/client";
import { aCaller, anAddress, aPerson as anAccount, PASSWORD, storedPerson, tokenTo } from "@/lib/identity/fixtures";
import { identityJobs } from "@/lib/identity/jobs";
import { mintToken, redeemToken } from "@/lib/identity/links";
import { signInMethods } from "@/lib/identity/people";
import { signUp } from "@/lib/identity/sign-up";
import { openSession, resumeSession } from "@/lib/identity/sessions";
import { verifyEmail } from "@/lib/identity/verification";
import { takeToken } from "@/lib/limits/throttle";
import { DAY_MS, HOUR_MS, MINUTE_MS, now, plusMs, setWorldOffset } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";
import { modelById } from "@/lib/usage/catalogue";
import { usageJobs } from "@/lib/usage/jobs";
import { reserve } from "@/lib/usage/reservations";

/** The clock as every process has it, moved as the sandbox moves it: nothing here is handed a clock of its own. */
const MONTH_MS = 32 * DAY_MS;
const RUN = { attempt: 1, maxAttempts: 1 };
const aMonthOn = () => setWorldOffset(MONTH_MS);
afterEach(() => setWorldOffset(0));

const isNear = (moment: Date | undefined, other: Date) =>
  moment !== undefined && Math.abs(moment.getTime() - other.getTime()) < 10 * MINUTE_MS;

async function aNewcomer() {
  const email = anAddress();
  const { browserSecret } = await signUp({ email, name: "Ada", password: PASSWORD }, aCaller());
  return { email, browserSecret };
}

describe("a month's move of the world leaves alone what the machine measures:", () => {
  test("nobody is signed out, and no session is prolonged by it", async () => {
    const viewer = await aPerson();
    const { id } = viewer;
    const { token, expires } = await openSession(id);
    aMonthOn();
    await identityJobs["identity.sweep"]?.({}, RUN);
    expect(await resumeSession(token)).toMatchObject({ userId: id, expires });
    expect((await signInMethods(viewer)).sessionCount).toBe(1);
  });

  test("who signs in then is signed in for thirty days, and a link lives for its minutes", async () => {
    const { id, email } = await aPerson();
    aMonthOn();
    expect(isNear((await openSession(id)).expires, plusMs(new Date(), 30 * DAY_MS))).toBe(true);
    await mintToken(db, { purpose: "reset", email });
    const { expires } = await db.verificationToken.findFirstOrThrow({ where: { identifier: `reset:${email}` } });
    expect(isNear(expires, plusMs(new Date(), HOUR_MS))).toBe(true);
  });

  test("who has an account hears once an hour that somebody signs up with it", async () => {
    const { email } = await anAccount();
    await signUp({ email, name: "Eve", password: PASSWORD }, aCaller());
    aMonthOn();
    await signUp({ email, name: "Eve", password: PASSWORD }, aCaller());
    expect(await db.notification.count({ where: { recipient: email } })).toBe(1);
  });

  test("a letter that is in the mail still opens the door, and one that was sent afterwards does so too", async () => {
    const email = anAddress();
    const before = await mintToken(db, { purpose: "sign-in", email });
    aMonthOn();
    const after = await mintToken(db, { purpose: "sign-in", email });
    await identityJobs["identity.sweep"]?.({}, RUN);
    setWorldOffset(2 * MONTH_MS);
    for (const token of [before, after])
      expect(await redeemToken(db, { purposes: ["sign-in"], token })).toMatchObject({ email });
  });

  test("a limit neither opens nor shuts, on the way there and back", async () => {
    const bucket = { capacity: 2, refillPerMinute: 0.001 };
    const [full, spent] = [`test:${newId()}`, `test:${newId()}`];
    for (const key of [full, spent, spent]) await takeToken(key, bucket);
    aMonthOn();
    expect((await takeToken(spent, bucket)).ok).toBe(false);
    expect((await takeToken(full, bucket)).ok).toBe(true);
    setWorldOffset(0);
    expect((await takeToken(full, bucket)).ok).toBe(false);
  });

  test("an answer that is being written lives, keeps its hold, and took as long as it took", async () => {
    const viewer = await aPerson();
    const [run, model, process] = [await aRun(viewer), aModel(), aProcess({ isDeaf: true })];
    const answer = process.desk.start(run, now, model.infer);
    const heard = hear(answer.subscribe);
    await expect.poll(() => model.state.isCalled).toBe(true);
    aMonthOn();
    // As another process sees it, which does not write it.
    expect(await reapSilentGenerations(now, aProcess({ isDeaf: true }).desk)).toBe(0);
    await usageJobs["usage.release-expired"]?.({}, RUN);
    expect(await db.reservation.count({ where: { userId: viewer.id, status: "held" } })).toBe(1);
    model.say("Once upon a time.");
    await expect.poll(async () => (await storedOf(run)).pieces).toHaveLength(1);
    expect(isNear((await storedOf(run)).generation.heartbeatAt, new Date())).toBe(true);
    model.finish();
    expect((await heard).text).toBe("Once upon a time.");
    const { endings, message, generation } = await storedOf(run);
    expect(endings).toMatchObject([{ kind: "settle" }]);
    expect(message).toMatchObject({ status: "complete", content: "Once upon a time." });
    expect(isNear(generation.finishedAt ?? undefined, generation.createdAt)).toBe(true);
  });

  test("an answer that begins then is held, and watched, by the machine's time", async () => {
    const viewer = await aPerson();
    aMonthOn();
    await converse(viewer);
    const { heartbeatAt, createdAt } = await db.generation.findFirstOrThrow({ where: { userId: viewer.id } });
    expect([isNear(heartbeatAt, new Date()), isNear(createdAt, now())]).toEqual([true, true]);
    const { expiresAt } = await db.reservation.findFirstOrThrow({ where: { userId: viewer.id } });
    expect(isNear(expiresAt, plusMs(new Date(), 20 * MINUTE_MS))).toBe(true);
    await reserve(viewer.id, { sourceId: newId(), model: modelById(undefined), promptTokens: 1 });
    const all = await db.reservation.findMany({ where: { userId: viewer.id } });
    expect(all.filter((each) => !isNear(each.expiresAt, plusMs(new Date(), 20 * MINUTE_MS)))).toEqual([]);
  });

  test("a file that is uploaded then is looked after within the hour", async () => {
    const viewer = await aPerson();
    aMonthOn();
    const { id } = await uploadFile(viewer, { name: "a.txt", bytes: Buffer.from("Once upon a time.") });
    const [job] = await db.$queryRaw<{ runAt: Date }[]>`
      SELECT run_at AS "runAt" FROM graphile_worker._private_jobs WHERE payload->>'storageKey' = ${id}`;
    expect(isNear(job?.runAt, plusMs(new Date(), HOUR_MS))).toBe(true);
  });

  test("a post of Stripe is as old as its signature, and waits for its job no longer than another", async () => {
    const id = `evt_${newId().replaceAll("-", "")}`;
    const body = JSON.stringify({
      id,
      object: "event",
      type: "customer.updated",
      api_version: "2026-10-28.endive",
      created: Math.floor((Date.now() + MONTH_MS) / 1_000),
      livemode: false,
      data: { object: { id: `cus_${id}`, object: "customer" } },
    });
    aMonthOn();
    const signature = stripe.webhooks.generateTestHeaderString({ payload: body, secret: env.stripe.webhookSecret });
    expect(await receiveStripeEvent(body, signature)).toEqual({ id, isNew: true });
    const row = await db.stripeEvent.findUniqueOrThrow({ where: { id } });
    expect(isNear(row.receivedAt, row.stripeCreatedAt)).toBe(true);
    expect(isNear(row.updatedAt, new Date())).toBe(true);
    await db.$executeRaw`SELECT graphile_worker.remove_job(${`billing.sync-customer:cus_${id}`})`;
    await sweepInbox();
    const jobs = await db.$queryRaw<unknown[]>`SELECT 1 FROM graphile_worker.jobs WHERE key LIKE ${`%cus_${id}`}`;
    expect(jobs).toEqual([]);
  });
});

describe("a month's move of the world moves what people see:", () => {
  test("who signs up then does so in that month, and their letter is good for a day all the same", async () => {
    aMonthOn();
    const { email, browserSecret } = await aNewcomer();
    setWorldOffset(MONTH_MS + 3 * DAY_MS);
    const verified = await verifyEmail(await tokenTo(email, "verify-address"), browserSecret);
    expect(verified.kind).toBe("confirmed");
    const person = await storedPerson(email);
    expect(isNear(person.createdAt, plusMs(new Date(), MONTH_MS))).toBe(true);
    expect(isNear(person.emailVerified ?? undefined, now())).toBe(true);
  });

  test("what is said then is dated then, and a free person's allowance is whole again", async () => {
    const viewer = await aPerson();
    await converse(viewer);
    const spent = await allowanceFor(viewer.id);
    expect(spent.usedMicros).toBeGreaterThan(0n);
    aMonthOn();
    const fresh = await allowanceFor(viewer.id);
    expect(fresh).toMatchObject({ usedMicros: 0n, remainingMicros: spent.grantedMicros });
    expect(fresh.period.startsAt.getTime()).toBeGreaterThanOrEqual(spent.period.endsAt.getTime());
    expect(fresh.resetsAt.getTime()).toBeGreaterThan(now().getTime());
    const { start } = await hear((await sendMessage(viewer, aMessage())).frames);
    const { messages } = await requireConversation(viewer, start.conversationId);
    const { createdAt } = await db.message.findUniqueOrThrow({ where: { id: messages[0]?.id ?? "" } });
    expect(isNear(createdAt, now())).toBe(true);
    expect((await allowanceFor(viewer.id)).usedMicros).toBeGreaterThan(0n);
  });

  test("after a reset the cycle of today counts again, with what was left of it, and pays for what is said", async () => {
    const viewer = await aPerson();
    await converse(viewer);
    const { usedMicros, period } = await allowanceFor(viewer.id);
    aMonthOn();
    await converse(viewer);
    setWorldOffset(0);
    expect(await allowanceFor(viewer.id)).toMatchObject({ usedMicros, period });
    await converse(viewer);
    expect((await allowanceFor(viewer.id)).usedMicros).toBeGreaterThan(usedMicros);
  });

  test("what was deleted is gone for good after thirty days, and not an hour before", async () => {
    const viewer = await aPerson();
    const { start } = await converse(viewer);
    await deleteConversation(viewer, start);
    const left = () => db.conversation.count({ where: { id: start.conversationId } });
    setWorldOffset(30 * DAY_MS - HOUR_MS);
    await chatJobs["chat.drop-deleted"]?.({}, RUN);
    expect(await left()).toBe(1);
    aMonthOn();
    await chatJobs["chat.drop-deleted"]?.({}, RUN);
    expect(await left()).toBe(0);
  });
});
