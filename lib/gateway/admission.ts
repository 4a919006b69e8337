import "server-only";
import type { Prisma } from "@/lib/db/client";
import { WrongGuess } from "@/lib/db/guess";
import { modelNotFound, quotaSpent, tooManyAtOnce } from "@/lib/gateway/failures";
import { bucketOfPerson, headersAfter } from "@/lib/gateway/turns";
import type { KeyCaller } from "@/lib/identity/api-keys";
import type { Clock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { DOLLAR_MICROS } from "@/lib/platform/money";
import { ProgramError } from "@/lib/platform/program-error";
import { secondsToMidnight } from "@/lib/usage/ceilings";
import type { Model, Priced } from "@/lib/usage/models-file";
import { admit, admitInTurn, type Admitted, release } from "@/lib/usage/reservations";
import { type Rules, rulesNow } from "@/lib/usage/rules";

export type Asked = {
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
export async function holdFor(
  caller: KeyCaller,
  asked: Asked,
  now: Clock,
  rulesOf: () => Promise<Rules> = rulesNow,
): Promise<Hold> {
  const request = requestOf(caller, asked);
  const admitted = await admit(caller.userId, request, now, rulesOf);
  return holdOf(caller.userId, { asked, sourceId: request.sourceId, admitted }, now);
}

/**
 * A turn, and a hold as {@link holdFor} makes it, for who is known or guessed and whose turn is one token: one statement,
 * because each trip to the database is a part of the time to the first word.
 * @throws WrongGuess, or ProgramError as `holdFor` and `takeTurn`.
 */
export async function holdInTurn(
  { caller, stands }: { caller: KeyCaller; stands: Prisma.Sql | undefined },
  asked: Asked,
  now: Clock,
): Promise<{ headers: Record<string, string>; hold: Hold }> {
  const { userId } = caller;
  const request = requestOf(caller, asked);
  const { stood, turn, admitted } = await admitInTurn(userId, { ...request, key: bucketOfPerson(userId), stands }, now);
  if (!stood) throw new WrongGuess();
  const headers = headersAfter(turn.taking, turn.perMinute);
  if (admitted === undefined) throw new Error("Who has a turn is admitted or refused");
  return { headers, hold: await holdOf(userId, { asked, sourceId: request.sourceId, admitted }, now) };
}

function requestOf({ key }: KeyCaller, { model, promptTokens, maxOutputTokens }: Asked) {
  return {
    sourceId: `api:${newId()}`,
    origin: "api" as const,
    apiKey: { id: key.id, budgetMicros: key.budgetMicros },
    model,
    promptTokens,
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
}

type Judged = { asked: Asked; sourceId: string; admitted: Admitted };

async function holdOf(userId: string, { asked, sourceId, admitted }: Judged, now: Clock): Promise<Hold> {
  const { maxOutputTokens } = asked;
  if (admitted.kind === "refused") throw REFUSALS[admitted.reason]({ model: asked.model.id, moment: now() });
  if (maxOutputTokens !== undefined && admitted.maxOutputTokens < maxOutputTokens) {
    await release(userId, sourceId, now);
    throw quotaSpent(
      `What is left of your allowance covers an answer of ${admitted.maxOutputTokens} tokens, not of ${maxOutputTokens}. Ask for fewer, or buy credits.`,
    );
  }
  return { sourceId, maxOutputTokens: admitted.maxOutputTokens };
}

/**
 * Holds an amount that is known beforehand.
 * @throws ProgramError 429 `insufficient_quota` or `rate_limit_exceeded`.
 */
export async function holdExactly(
  caller: KeyCaller,
  { model, micros }: { model: Priced; micros: bigint },
  now: Clock,
): Promise<string> {
  // A prompt of that many tokens, at a micro-dollar each.
  const priced = readOnly(model, DOLLAR_MICROS);
  return (await holdFor(caller, { model: priced, promptTokens: Number(micros), maxOutputTokens: undefined }, now))
    .sourceId;
}

/** A model that only reads, as the ledger holds for it: the prompt alone, at so much a million tokens. Every plan opens it. */
export function readOnly({ id, price }: Priced, inputMicrosPerMtok: bigint): Model {
  const manners = { default: false, vision: false, temperature: false, tokenizer: "about" } as const;
  const size = { contextTokens: 1, maxOutputTokens: 0 };
  return { id, label: id, class: "standard", ...manners, ...size, price: { ...price, inputMicrosPerMtok } };
}

type Reason = Extract<Admitted, { kind: "refused" }>["reason"];

const CROWD_RETRY_S = 2;
const REFUSALS: Record<Reason, (asked: { model: string; moment: Date }) => ProgramError> = {
  plan: ({ model }) => modelNotFound(model),
  crowded: () =>
    tooManyAtOnce(
      "Your plan has no room for another answer at the same time. Please try again in a moment.",
      CROWD_RETRY_S,
    ),
  allowance: () =>
    quotaSpent("Your plan's allowance for this period is used up. Buy credits, or wait until it begins anew."),
  model_tokens: ({ model }) =>
    quotaSpent(
      `The tokens your plan includes for ${model} and models like it are used up for this period. Buy credits, or ask another model.`,
    ),
  person_ceiling: ({ moment }) =>
    tooManyAtOnce(
      "That is as much as one account may use in a day. It goes on after midnight, UTC.",
      secondsToMidnight(moment),
    ),
  global_ceiling: () =>
    new ProgramError(503, "New answers are paused for today. Nothing was charged.", {
      type: "server_error",
      code: "spend_stopped",
      isFinal: true,
    }),
  key_budget: () =>
    quotaSpent("This key has used up its budget for this period. Its owner can raise it under Settings, API keys."),
};
