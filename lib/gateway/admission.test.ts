import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { holdFor } from "@/lib/gateway/admission";
import { aProgram } from "@/lib/gateway/testing/program";
import { now } from "@/lib/platform/clock";
import { ProgramError } from "@/lib/platform/program-error";
import { modelById } from "@/lib/usage/catalogue";
import type { Rules } from "@/lib/usage/rules";
import { rulesWith } from "@/lib/usage/testing/rules";

const asked = { model: modelById("parley-swift"), promptTokens: 100, maxOutputTokens: undefined };

async function refused(rulesOf: () => Promise<Rules>, budgetMicros?: bigint) {
  const { userId, keyId } = await aProgram();
  const key = { id: keyId, name: "laptop", scopes: [], requestsPerMinute: undefined, budgetMicros };
  const refusal = await holdFor({ userId, emailVerified: true, key }, asked, now, rulesOf).catch(
    (error: unknown) => error,
  );
  expect(await db.reservation.count({ where: { userId } })).toBe(0);
  if (!(refusal instanceof ProgramError)) throw new Error("It was not refused");
  const { type, code } = refusal.body.error;
  return { status: refusal.status, type, code, isFinal: refusal.isFinal, retryAfterS: refusal.retryAfterS };
}

test("a person's ceiling is a limit that opens at midnight", async () => {
  const refusal = await refused(rulesWith({}, { personMicros: 10n }));
  expect(refusal).toMatchObject({ status: 429, type: "requests", code: "rate_limit_exceeded", isFinal: false });
  expect(refusal.retryAfterS).toBeGreaterThan(0);
  expect(refusal.retryAfterS).toBeLessThanOrEqual(86_400);
});

test("everybody's ceiling is a service that is not there today: libraries do not knock on", async () => {
  const refusal = await refused(rulesWith({}, { globalMicros: 10n }));
  expect(refusal).toMatchObject({ status: 503, type: "server_error", code: "spend_stopped", isFinal: true });
});

test("tokens of a class that are used up, and a key's budget, are a quota that is spent", async () => {
  const bounded = rulesWith({ free: { cycleTokens: { standard: 10, advanced: undefined } } });
  const spent = { status: 429, type: "insufficient_quota", code: "insufficient_quota", isFinal: true };
  expect(await refused(bounded)).toMatchObject(spent);
  expect(await refused(rulesWith({}), 5n)).toMatchObject(spent);
});
