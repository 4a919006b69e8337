import "server-only";
import { type Plans, PLANS } from "@/lib/billing/plans";
import { SECOND_MS } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { DOLLAR_MICROS } from "@/lib/platform/money";
import { sumHeld } from "@/lib/usage/queries/spend";

/** Micro-dollars of model use in a day (UTC). Undefined is no ceiling. */
export type Ceilings = {
  /** Of one person: what was settled today and what is held never exceed it. */
  personMicros: bigint | undefined;
  /** Of all of them. */
  globalMicros: bigint | undefined;
};

/** What an admission is judged by, beside the person's own balances. */
export type Rules = {
  plans: Plans;
  ceilings: Ceilings;
  /**
   * What is held of everybody, as it was within the last seconds; it counts against the ceiling of all. Undefined where
   * that is not known: the statement that judges sums it.
   */
  heldMicros: bigint | undefined;
};

/** The rules of this deployment at this moment. */
export async function rulesNow(): Promise<Rules> {
  const heldMicros = CEILINGS.globalMicros === undefined ? 0n : heldOfAll();
  return { plans: PLANS, ceilings: CEILINGS, heldMicros };
}

export const CEILINGS: Ceilings = {
  personMicros: ceiling(env.spendCeilings.personUsd),
  globalMicros: ceiling(env.spendCeilings.globalUsd),
};

function ceiling(usd: number): bigint | undefined {
  return usd === 0 ? undefined : BigInt(usd) * DOLLAR_MICROS;
}

/** Summing the holds of everybody for each send would cost each the more the more there are. */
const HELD_FOR_MS = SECOND_MS;
/** While it is read anew, what is older than that still does; beyond this nobody has asked for a while. */
const HELD_AT_MOST_MS = 5 * SECOND_MS;
const held = { micros: 0n, readAtMs: Number.NEGATIVE_INFINITY, isReading: false };

/** Once the statement that asks has had its turn, and its connection. */
const READ_AFTER_MS = 25;

/** Nobody waits for it: it is read after the statements that use it, and after a rest the first of them sum for themselves. */
function heldOfAll(): bigint | undefined {
  const ageMs = performance.now() - held.readAtMs;
  if (ageMs > HELD_FOR_MS && !held.isReading) {
    held.isReading = true;
    setTimeout(() => void readHeld(), READ_AFTER_MS).unref();
  }
  return ageMs <= HELD_AT_MOST_MS ? held.micros : undefined;
}

async function readHeld(): Promise<void> {
  const readAtMs = performance.now();
  try {
    Object.assign(held, { micros: await sumHeld(), readAtMs });
  } catch (error) {
    // The next one asks again.
    log.debug("usage.held_not_read", { error });
  } finally {
    held.isReading = false;
  }
}
