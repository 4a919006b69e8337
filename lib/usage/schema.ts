import { z } from "zod";
import type { ModelClass } from "@/lib/billing/plans";
import { PlanId } from "@/lib/billing/schema";

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
  /** Given by the operator and not expired: what it draws on after that. */
  giftMicros: bigint;
  /** Bought and not expired: what it draws on last. */
  creditMicros: bigint;
  resetsAt: Date;
  /**
   * Why a seat of a team granted less than its plan does: somebody else used it in this period, or it was added within
   * the period. Null where nothing is to be said.
   */
  lessBecause: "seat-used" | "seat-added" | null;
};

/** What is left of a purchase, or of what the operator gave. Amounts are micro-dollars. */
export type Credit = {
  /** The purchase's, or the gift's. */
  id: string;
  isGift: boolean;
  /** What was credited, before anything was used. */
  grantedMicros: bigint;
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
export const Origin = z.enum(["chat", "title", "embedding", "api"]);
export type Origin = z.infer<typeof Origin>;

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

/** Tokens and money of calls that are alike. `inputTokens` includes the cached ones, `outputTokens` hidden reasoning. */
export type UseSum = {
  receipts: number;
  inputTokens: bigint;
  cachedInputTokens: bigint;
  outputTokens: bigint;
  reasoningTokens: bigint;
  embeddingTokens: bigint;
  chargedMicros: bigint;
  /** So much of it was paid with credit that the operator gave. */
  giftMicros: bigint;
  /** So much of it was paid with bought credits. */
  creditMicros: bigint;
  /** Beyond what was held: the operator's. */
  overrunMicros: bigint;
};

/** What one cycle used of one model, for one purpose. */
export type CycleUse = UseSum & { model: string; origin: Origin };

/** Everything that the page shows and the API tells about the cycle that runs. */
export type UsageOverview = {
  allowance: Allowance;
  /** Given or bought and not expired, the one that is used next first. */
  credits: Credit[];
  uses: CycleUse[];
  /** Of the classes whose tokens the plan bounds. */
  classTokens: ClassTokens[];
};

/** What of a class's tokens was used, or is held, in the cycle that runs, and how many the plan includes. */
export type ClassTokens = { modelClass: ModelClass; usedTokens: number; limitTokens: number };

/** Somebody's use on a day of their own calendar, by model. */
export type DayUse = { day: string; model: string; chargedMicros: bigint };

/** A call that was paid for. */
export type ReceiptView = {
  id: string;
  at: Date;
  origin: Origin;
  model: string;
  /** The program's key, and its name while the key is there. */
  key: { id: string; name: string | null } | null;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  embeddingTokens: number;
  imageTokens: number;
  /** The provider told no figures: the tokens are counted from the text. */
  estimated: boolean;
  chargedMicros: bigint;
  overrunMicros: bigint;
};

/** "2026-11-21", of a century in which there can be receipts. */
const Day = z.iso.date().refine((day) => day.startsWith("20"), "Choose a day of this century.");

/** Which receipts. Days are those of the person's own calendar, both included. */
export const ReceiptFilter = z.object({
  model: z.string().min(1).max(100).optional(),
  origin: Origin.optional(),
  /** The id of a key. */
  key: z.uuid().optional(),
  from: Day.optional(),
  to: Day.optional(),
});
export type ReceiptFilter = z.infer<typeof ReceiptFilter>;

export type ReceiptPage = { receipts: ReceiptView[]; next: string | null };

/** What one cycle brought and took. Amounts are micro-dollars; each side adds up to its closing. */
export type Statement = {
  id: string;
  plan: PlanId;
  period: { startsAt: Date; endsAt: Date };
  isRunning: boolean;
  /** granted − used − held − lapsed = closing. */
  allowance: { granted: bigint; used: bigint; held: bigint; lapsed: bigint; closing: bigint };
  /** Of what the operator gave. opening + given − used − held − taken back − lapsed = closing. */
  gifts: {
    opening: bigint;
    given: bigint;
    used: bigint;
    held: bigint;
    takenBack: bigint;
    lapsed: bigint;
    closing: bigint;
  };
  /** opening + bought − used − held − paid back − lapsed = closing. */
  credits: {
    opening: bigint;
    bought: bigint;
    used: bigint;
    held: bigint;
    /** Of purchases whose payment went back. */
    paidBack: bigint;
    lapsed: bigint;
    closing: bigint;
  };
  /** By model, the one that cost most first. */
  uses: (UseSum & { model: string })[];
  total: UseSum;
};

/** A line of a statement's sums; what takes away is below zero. */
export type StatementLine = { id: string; label: string; micros: bigint };

const micros = z.int().describe("Micro-dollars: 1000000 is one US dollar. Always a safe integer.");
const tokenCount = z.int().nonnegative();

/** What `GET /api/openai/usage` answers. Amounts are whole micro-dollars as JSON numbers. */
export const UsageReport = z
  .object({
    plan: PlanId,
    period: z.object({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime() }),
    resetsAt: z.iso.datetime().describe("When the allowance starts again."),
    limits: z.object({
      allowanceMicros: micros.describe("What is granted in this period: by the plan, or what a seat had left of it."),
      modelClasses: z.array(z.string()).describe("Models the plan opens."),
      concurrentAnswers: z.int().describe("Answers that may be written at the same time."),
      requestsPerMinute: z.int().describe("Messages in the chat, and beside them requests of programs."),
      cycleTokens: z
        .record(z.string(), z.int().nullable())
        .describe("Tokens by class of models that the allowance covers in this period; null bounds nothing."),
      whenSpent: z.enum(["stop", "credits", "cheaper"]).describe("What happens when the allowance is used up."),
      files: z.object({ count: z.int(), bytes: z.int() }).describe("What may be kept attached."),
    }),
    used: z.object({
      micros: micros.describe("Taken from the allowance for what was delivered."),
      giftMicros: micros.describe("Taken from credit that was given by us, in this period."),
      creditMicros: micros.describe("Taken from bought credits, in this period."),
      byClass: z.array(
        z.object({
          class: z.string().describe('A class of models; "other" for models no longer on offer.'),
          receipts: tokenCount,
          inputTokens: tokenCount.describe("Cached ones included."),
          cachedInputTokens: tokenCount,
          outputTokens: tokenCount.describe("Hidden reasoning included."),
          reasoningTokens: tokenCount,
          embeddingTokens: tokenCount,
          chargedMicros: micros,
        }),
      ),
    }),
    classTokens: z
      .array(z.object({ class: z.string(), usedTokens: tokenCount, limitTokens: tokenCount }))
      .describe("Of the classes whose tokens the plan bounds: what was used or is held, and how many there are."),
    reserved: z.object({ micros: micros.describe("Held for answers that are being written; the rest comes back.") }),
    remaining: z.object({
      micros: micros.describe("Left of the allowance."),
      giftMicros: micros.describe("Left of credit that was given by us."),
      creditMicros: micros.describe("Left of bought credits."),
    }),
    gifts: z
      .array(z.object({ givenMicros: micros, leftMicros: micros, expiresAt: z.iso.datetime() }))
      .describe("Credit from us, used after the allowance and before bought credits; what expires first comes first."),
    credits: z
      .array(z.object({ boughtMicros: micros, leftMicros: micros, expiresAt: z.iso.datetime() }))
      .describe("Bought credits, used last; what expires first comes first."),
  })
  .describe("The caller's use in the billing period that runs.");
export type UsageReport = z.infer<typeof UsageReport>;
