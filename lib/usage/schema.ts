import type { ModelClass } from "@/lib/billing/plans";
import type { PlanId } from "@/lib/billing/schema";

/** What a person may use in the cycle that runs now. Amounts are micro-dollars. */
export type Allowance = {
  plan: PlanId;
  period: { startsAt: Date; endsAt: Date };
  grantedMicros: bigint;
  /** Settled: what was delivered and paid for out of the allowance. */
  usedMicros: bigint;
  /** Promised to answers that are being written right now; what they do not use comes back. */
  reservedMicros: bigint;
  /** What a new message can still draw on: granted − used − reserved. */
  remainingMicros: bigint;
  resetsAt: Date;
};

/** A model as the picker shows it. */
export type ModelOption = { id: string; label: string; class: ModelClass; isDefault: boolean };

/** What a call used. `inputTokens` includes the cached ones, `outputTokens` those of hidden reasoning. */
export type TokenUse = {
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  /** The provider told no figures: these are counted from the text. */
  estimated: boolean;
};
