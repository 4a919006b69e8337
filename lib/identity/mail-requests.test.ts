import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { aCaller, aPerson, anAddress, lettersTo } from "@/lib/identity/fixtures";
import { requestEmailLink, requestPasswordReset } from "@/lib/identity/mail-requests";
import { env } from "@/lib/platform/env";
import { sha256 } from "@/lib/platform/ids";

test("asking to reset an address without an account does the same work and sends nothing", async () => {
  const nobody = anAddress();
  const { email } = await aPerson();
  await requestPasswordReset({ email: nobody }, { caller: aCaller() });
  await requestPasswordReset({ email }, { caller: aCaller() });
  expect(await lettersTo(nobody)).toEqual([]);
  expect(await lettersTo(email)).toMatchObject([{ template: "reset-password" }]);
});

test("a link carries 256 bits of which the database keeps only the hash", async () => {
  const email = anAddress();
  await requestEmailLink({ email }, { caller: aCaller() });
  const [letter] = await lettersTo(email);
  const token = letter?.link.searchParams.get("token") ?? "";
  expect(Buffer.from(token, "base64url")).toHaveLength(32);
  const stored = await db.verificationToken.findMany({ where: { identifier: `sign-in:${email}` } });
  expect(stored.map((row) => row.token)).toEqual([sha256(token)]);
});

test("links lead to our own pages, and to a path of ours afterwards", async () => {
  const email = anAddress();
  await requestEmailLink({ email, next: "https://evil.test/" }, { caller: aCaller() });
  const [letter] = await lettersTo(email);
  expect(letter?.link.origin).toBe(env.appUrl);
  expect(letter?.link.pathname).toBe("/email-link");
  expect(letter?.link.searchParams.get("next")).toBe("/chat");
});

test("nobody can have somebody's mailbox filled", async () => {
  const email = anAddress();
  for (let n = 0; n < 5; n += 1) await requestEmailLink({ email }, { caller: aCaller() });
  await expect(requestPasswordReset({ email }, { caller: aCaller() })).rejects.toMatchObject({
    code: "too_many_requests",
  });
  expect(await lettersTo(email)).toHaveLength(5);
});

test("one machine can not write to a crowd", async () => {
  const caller = aCaller();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 32 }, () => requestPasswordReset({ email: anAddress() }, { caller })),
  );
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(2);
});
