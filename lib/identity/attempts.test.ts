import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { admitAttempt, forgetAttempt } from "@/lib/identity/attempts";
import { aCaller, anAddress } from "@/lib/identity/fixtures";

const FULL = { code: "too_many_requests", retryAfterS: expect.any(Number) as number };
const MOMENT = new Date("2026-03-01T12:00:00.000Z");
const clock = () => MOMENT;

function guess(email: string, caller = aCaller()) {
  return admitAttempt({ kind: "sign-in", email, caller }, clock);
}

test("fifty guesses at one account at once, each from elsewhere: ten are heard", async () => {
  const email = anAddress();
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => guess(email)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
});

test("one machine that guesses at a crowd is stopped, and only that machine", async () => {
  const caller = aCaller();
  for (let n = 0; n < 60; n += 1) await guess(anAddress(), caller);
  await expect(guess(anAddress(), caller)).rejects.toMatchObject(FULL);
  await expect(guess(anAddress())).resolves.toBeUndefined();
});

test("being refused for one thing refuses no other", async () => {
  const [email, caller] = [anAddress(), aCaller()];
  for (let n = 0; n < 5; n += 1) await admitAttempt({ kind: "mail", email, caller }, clock);
  await expect(admitAttempt({ kind: "mail", email, caller }, clock)).rejects.toMatchObject(FULL);
  await expect(guess(email, caller)).resolves.toBeUndefined();
});

test("what turned out well is forgotten, and no more than that", async () => {
  const [email, caller] = [anAddress(), aCaller()];
  for (let n = 0; n < 10; n += 1) await guess(email, caller);
  await forgetAttempt({ kind: "sign-in", email, caller });
  await guess(email, caller);
  await expect(guess(email, caller)).rejects.toMatchObject(FULL);
});

test("the table of buckets is no list of people", async () => {
  const [email, caller] = [anAddress(), aCaller()];
  await guess(email, caller);
  const buckets = await db.rateBucket.findMany();
  const keys = buckets.map(({ key }) => key).join();
  expect(keys).not.toContain(email);
  expect(keys).not.toContain(caller.address);
});
