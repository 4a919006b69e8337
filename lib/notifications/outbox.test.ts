import { expect, test } from "vitest";
import { LetterRefused, type Mailer, type OutgoingLetter } from "@/lib/adapters/mail/mail";
import { db } from "@/lib/db/client";
import { runDueJobs } from "@/lib/jobs/worker";
import { notificationsJobs } from "@/lib/notifications/jobs";
import { type Notice, notify, sendNotice } from "@/lib/notifications/outbox";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

const MOMENT = new Date("2026-03-01T12:00:00.000Z");
const clock = () => MOMENT;
const FIRST = { attempt: 1, maxAttempts: 3 };
const LAST = { attempt: 3, maxAttempts: 3 };

function aNotice(): Notice {
  const key = newId();
  return {
    template: "reset-password",
    recipient: `${key}@example.test`,
    payload: { link: "https://parley.example/reset-password?token=the-secret" },
    dedupeKey: key,
  };
}

async function queued(notice = aNotice()) {
  await notify(db, notice, clock);
  return db.notification.findUniqueOrThrow({ where: { dedupeKey: notice.dedupeKey } });
}

function rowOf(id: string) {
  return db.notification.findUniqueOrThrow({ where: { id } });
}

/** Sends nothing anywhere and remembers what it was given. */
function recorder(): Mailer & { letters: OutgoingLetter[] } {
  const letters: OutgoingLetter[] = [];
  return { letters, send: async (letter) => ({ messageId: `message-${letters.push(letter)}` }) };
}

function broken(error: Error): Mailer {
  return {
    send: async () => {
      throw error;
    },
  };
}

test("a letter of a transaction that rolls back never leaves", async () => {
  const notice = aNotice();
  const undone = db.$transaction(async (tx) => {
    await notify(tx, notice, clock);
    throw new Error("not after all");
  });
  await expect(undone).rejects.toThrow("not after all");
  await runDueJobs(notificationsJobs);
  expect(await db.notification.count({ where: { dedupeKey: notice.dedupeKey } })).toBe(0);
  expect(await mailboxOf(notice.recipient)).toEqual([]);
});

test("the same news told ten times at once is one letter", async () => {
  const notice = aNotice();
  await Promise.all(Array.from({ length: 10 }, () => notify(db, notice, clock)));
  await runDueJobs(notificationsJobs);
  expect(await mailboxOf(notice.recipient)).toHaveLength(1);
});

test("a letter goes over the wire, and its link is gone from the outbox afterwards", async () => {
  const row = await queued();
  await runDueJobs(notificationsJobs);
  const [letter] = await mailboxOf(row.recipient);
  expect(letter?.text).toContain("token=the-secret");
  expect(await rowOf(row.id)).toMatchObject({ status: "sent", payload: {}, attempts: 1 });
});

test("a letter without a secret keeps what it said", async () => {
  const payload = { resetUrl: "https://parley.example/forgot-password" };
  const row = await queued({ ...aNotice(), template: "password-changed", payload });
  await sendNotice(row.id, FIRST, recorder(), clock);
  expect(await rowOf(row.id)).toMatchObject({ status: "sent", sentAt: MOMENT, payload });
});

test("a run that is repeated sends nothing more", async () => {
  const row = await queued();
  const mailer = recorder();
  await sendNotice(row.id, FIRST, mailer, clock);
  await sendNotice(row.id, { attempt: 2, maxAttempts: 3 }, mailer, clock);
  expect(mailer.letters).toHaveLength(1);
  expect(await rowOf(row.id)).toMatchObject({ providerMessageId: "message-1", attempts: 1 });
});

test("while mail is down the letter waits with its link, and the queue is told to try again", async () => {
  const row = await queued();
  const down = broken(new AppError("mail_down", undefined, { cause: new Error("the provider answered 503") }));
  await expect(sendNotice(row.id, FIRST, down, clock)).rejects.toMatchObject({ code: "mail_down" });
  const waiting = await rowOf(row.id);
  expect(waiting).toMatchObject({ status: "queued", attempts: 1 });
  expect(waiting.lastError).toContain("the provider answered 503");
  const mailer = recorder();
  await sendNotice(row.id, LAST, mailer, clock);
  expect(mailer.letters[0]?.text).toContain("token=the-secret");
  expect(await rowOf(row.id)).toMatchObject({ status: "sent", attempts: 2, lastError: null });
});

test("after the last try the letter is dead and holds no secret", async () => {
  const row = await queued();
  await sendNotice(row.id, LAST, broken(new AppError("mail_down")), clock);
  expect(await rowOf(row.id)).toMatchObject({ status: "dead", payload: {} });
});

test("a letter the provider will never take is dead at once", async () => {
  const row = await queued();
  await sendNotice(row.id, FIRST, broken(new LetterRefused("the provider answered 400")), clock);
  expect(await rowOf(row.id)).toMatchObject({ status: "dead", lastError: "the provider answered 400" });
});

test("what failed is noted without the address it failed for", async () => {
  const row = await queued();
  await sendNotice(row.id, LAST, broken(new Error(`no route to ${row.recipient}`)), clock);
  expect((await rowOf(row.id)).lastError).toBe("no route to [redacted]");
});

test("a row this version has no letter for fails and is told apart", async () => {
  const row = await queued();
  await db.notification.update({ where: { id: row.id }, data: { template: "farewell" } });
  await expect(sendNotice(row.id, FIRST, recorder(), clock)).rejects.toThrow("no letter is called farewell");
});

test("a letter that is not there any more is no error", async () => {
  const mailer = recorder();
  await sendNotice(newId(), FIRST, mailer, clock);
  expect(mailer.letters).toEqual([]);
});

async function mailboxOf(to: string): Promise<{ text: string }[]> {
  const response = await fetch(`${env.mail.apiBase}/api/mailbox?to=${encodeURIComponent(to)}`);
  return (await response.json()) as { text: string }[];
}
