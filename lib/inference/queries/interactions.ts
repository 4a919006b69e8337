import "server-only";
import { type Turn, wordsOf } from "@/lib/adapters/llm/turn";
import { type Db, db, Prisma } from "@/lib/db/client";
import type { Inference } from "@/lib/inference/run";
import { DAY_MS, plusMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import type { Origin } from "@/lib/usage/schema";

export type InteractionFacts = {
  userId: string;
  sourceId: string;
  kind: Origin;
  model: string;
  turns: readonly Turn[];
  inference: Inference;
  /** Of a chat that is never stored: not here either, whatever the operator keeps of others. */
  isTemporary?: boolean;
  now: Date;
};

/** The operator's row of one call, as a table expression. What was said is kept only where the operator asked for it. */
export function interactionRow(facts: InteractionFacts, when: Prisma.Sql, keepDays = env.keepContentDays): Prisma.Sql {
  const { userId, sourceId, kind, inference, now } = facts;
  const model = inference.steppedIn?.model ?? facts.model;
  const { use, costMicros } = inference.charge ?? NOTHING;
  const kept = keepDays > 0 && facts.isTemporary !== true ? keptOf(facts, keepDays) : KEPT_NOTHING;
  return Prisma.sql`interaction AS (
    INSERT INTO openai_interactions (id, user_id, source_id, kind, model, provider_request_id,
      input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_micros,
      first_token_ms, duration_ms, outcome, prompt, response, content_expires_at, created_at)
    SELECT ${newId()}::uuid, ${userId}::uuid, ${sourceId}, ${kind}::interaction_kind, ${model}, ${inference.providerRequestId ?? null},
      ${use.inputTokens}::int, ${use.cachedInputTokens}::int, ${use.outputTokens}::int, ${use.reasoningTokens}::int,
      ${costMicros}::bigint, ${inference.firstTokenMs ?? null}::int, ${inference.durationMs}::int, ${outcomeOf(inference)},
      ${kept.prompt}, ${kept.response}, ${kept.until}::timestamptz, ${now}::timestamptz
    WHERE ${when}
  )`;
}

const NOTHING = {
  use: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
  costMicros: 0n,
} as const;
const KEPT_NOTHING = { prompt: null, response: null, until: null } as const;

function keptOf({ turns, inference, now }: InteractionFacts, keepDays: number) {
  return {
    prompt: JSON.stringify(turns.map(wordsOfTurn)),
    response: inference.text,
    until: plusMs(now, keepDays * DAY_MS),
  };
}

/** Pictures are kept where they were uploaded, and nowhere twice. */
function wordsOfTurn({ role, content }: Turn) {
  return { role, content: wordsOf(content) };
}

function outcomeOf({ ending }: Inference): string {
  return ending.kind === "failed" ? ending.failure.code : ending.kind;
}

/** Empties what was said where its time is over. Returns how many rows. */
export function forgetContent(now: Date): Promise<number> {
  return db.$executeRaw`
    UPDATE openai_interactions SET prompt = NULL, response = NULL, content_expires_at = NULL
    WHERE content_expires_at <= ${now}::timestamptz`;
}

/** Empties what was said by and to a person, however long it was to be kept. */
export async function forgetContentOf(tx: Db, userId: string): Promise<void> {
  await tx.openAiInteraction.updateMany({
    where: { userId, contentExpiresAt: { not: null } },
    data: { prompt: null, response: null, contentExpiresAt: null },
  });
}
