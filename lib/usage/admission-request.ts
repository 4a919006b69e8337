import "server-only";
import type { Prisma } from "@/lib/db/client";
import type { Model } from "@/lib/usage/models-file";
import type { Rules } from "@/lib/usage/rules";
import type { Origin } from "@/lib/usage/schema";

export type AdmissionRequest = {
  userId: string;
  /** What the money is for; the same source is admitted once. */
  sourceId: string;
  /** A chat's answer unless told otherwise. */
  origin?: Origin;
  /** The key of the program that asks, and what it may spend in the cycle that runs. */
  apiKey?: { id: string; budgetMicros: bigint | undefined };
  model: Model;
  /** An SQL expression: the tokens of the prompt, at most. */
  promptTokens: Prisma.Sql;
  /** No more than so many are wanted of an answer; the model's longest unless told. */
  maxOutputTokens?: number;
  /** An SQL condition: without it nothing is locked or quoted. */
  when?: Prisma.Sql;
  rules: Rules;
  now: Date;
  /** Wall time: moving the world must not give back what a running answer holds. */
  wallNow: Date;
};

/** Why nothing was held. `plan` is also what is said where no cycle runs. */
export type RefusalReason =
  | "plan"
  | "crowded"
  | "model_tokens"
  | "allowance"
  | "person_ceiling"
  | "global_ceiling"
  | "key_budget";
