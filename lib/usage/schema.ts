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
  /** What a new message draws on first: granted − used − reserved. */
  remainingMicros: bigint;
  /** Bought and not expired: what it draws on after that. */
  creditMicros: bigint;
  resetsAt: Date;
};

/** What is left of a purchase. Amounts are micro-dollars. */
export type Credit = {
  /** The purchase's. */
  id: string;
  /** What was credited for it, before anything was used. */
  boughtMicros: bigint;
  leftMicros: bigint;
  expiresAt: Date;
};

/** A model as the picker shows it, with what an estimate of a send's cost needs. */
export type ModelOption = {
  id: string;
  label: string;
  class: ModelClass;
  isDefault: boolean;
  /** The smallest plan that opens it. */
  plan: PlanId;
  /** It can look at pictures. */
  vision: boolean;
  hasTemperature: boolean;
  contextTokens: number;
  maxOutputTokens: number;
  /** Micro-dollars a million tokens. */
  inputMicrosPerMtok: bigint;
  outputMicrosPerMtok: bigint;
};

/** What a call was for. */
export type Origin = "chat" | "title" | "embedding" | "api";

/** What a call used. `inputTokens` includes the cached ones, `outputTokens` those of hidden reasoning. */
export type TokenUse = {
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  /** Of texts that were turned into vectors; an embedding has no other. */
  embeddingTokens?: number;
  /** Of the input, where the provider tells them apart. */
  imageTokens?: number;
  /** The provider told no figures: these are counted from the text. */
  estimated: boolean;
};
