import "server-only";
import { type Plans, PLANS } from "@/lib/billing/plans";
import { SECOND_MS } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
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
  /** What is held of everybody, as it was within the last second; it counts against the ceiling of all. */
  heldMicros: bigint;
};

/** The rules of this deployment at this moment. */
export async function rulesNow(): Promise<Rules> {
  const heldMicros = CEILINGS.globalMicros === undefined ? 0n : await heldOfAll();
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
const held: { sum: Promise<bigint> | undefined; readAtMs: number } = { sum: undefined, readAtMs: 0 };

function heldOfAll(): Promise<bigint> {
  if (held.sum === undefined || performance.now() - held.readAtMs > HELD_FOR_MS) {
    const sum = sumHeld();
    held.readAtMs = performance.now();
    held.sum = sum;
    // What failed is asked again by the next one.
    sum.catch(() => (held.sum = undefined));
  }
  return held.sum;
}
