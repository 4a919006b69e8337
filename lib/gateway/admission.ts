import "server-only";
import { modelNotFound, quotaSpent, tooManyAtOnce } from "@/lib/gateway/failures";
import type { KeyCaller } from "@/lib/identity/api-keys";
import type { Clock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import type { ProgramError } from "@/lib/platform/program-error";
import type { Model } from "@/lib/usage/models-file";
import { admit, type Admitted, release } from "@/lib/usage/reservations";

type Asked = {
  model: Model;
  promptTokens: number;
  /** What the caller asked for; without it, as much as the model and the allowance give. */
  maxOutputTokens: number | undefined;
};

export type Hold = { sourceId: string; maxOutputTokens: number };

/**
 * Holds what a call may cost. What the caller asked for is held whole or not at all.
 * @throws ProgramError 429 `insufficient_quota` or `rate_limit_exceeded`, 404 for a model the plan does not open.
 */
export async function holdFor({ userId, key }: KeyCaller, asked: Asked, now: Clock): Promise<Hold> {
  const sourceId = `api:${newId()}`;
  const { maxOutputTokens } = asked;
  const admitted = await admit(
    userId,
    {
      sourceId,
      origin: "api",
      apiKey: { id: key.id, budgetMicros: key.budgetMicros },
      model: asked.model,
      promptTokens: asked.promptTokens,
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    },
    now,
  );
  if (admitted.kind === "refused") throw refusal(admitted.reason, asked.model.id);
  if (maxOutputTokens !== undefined && admitted.maxOutputTokens < maxOutputTokens) {
    await release(userId, sourceId, now);
    throw quotaSpent(
      `What is left of your allowance covers an answer of ${admitted.maxOutputTokens} tokens, not of ${maxOutputTokens}. Ask for fewer, or buy credits.`,
    );
  }
  return { sourceId, maxOutputTokens: admitted.maxOutputTokens };
}

type Reason = Extract<Admitted, { kind: "refused" }>["reason"];

function refusal(reason: Reason, model: string): ProgramError {
  return REFUSALS[reason](model);
}

const CROWD_RETRY_S = 2;
const REFUSALS: Record<Reason, (model: string) => ProgramError> = {
  plan: modelNotFound,
  crowded: () =>
    tooManyAtOnce(
      "Your plan has no room for another answer at the same time. Please try again in a moment.",
      CROWD_RETRY_S,
    ),
  allowance: () =>
    quotaSpent("Your plan's allowance for this period is used up. Buy credits, or wait until it begins anew."),
  key_budget: () =>
    quotaSpent("This key has used up its budget for this period. Its owner can raise it under Settings, API keys."),
};
