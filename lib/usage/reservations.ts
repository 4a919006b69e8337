import "server-only";
import type { Prisma } from "@/lib/db/client";
import { now as clockNow, type Clock, wallTime } from "@/lib/platform/clock";
import type { AdmissionRequest, RefusalReason } from "@/lib/usage/admission-request";
import { allowanceFor } from "@/lib/usage/allowance";
import type { Model } from "@/lib/usage/models-file";
import {
  type Ended,
  endHold,
  findExpiredHolds,
  findPromise,
  findReceipts,
  type Hold,
  type HoldRequest,
  type HoldTry,
  insertHold,
  insertHoldInTurn,
  type Receipt,
} from "@/lib/usage/queries/reservations";
import { costMicros } from "@/lib/usage/price";
import { type Taken, takenOf } from "@/lib/usage/requests";
import { type Rules, rulesNow } from "@/lib/usage/rules";
import type { Charge } from "@/lib/usage/settlement";
import { countTokens, tokenizerOf } from "@/lib/usage/tokenizer";
import { BYTES_PER_TOKEN_AT_LEAST } from "@/lib/usage/tokens";

export type { Receipt };

/** Holds that one sweep gives back at most; the next goes on. */
const SWEEP_SIZE = 500;

type Asked = Pick<AdmissionRequest, "sourceId" | "origin" | "apiKey" | "model" | "maxOutputTokens"> & {
  promptTokens: number;
};

/** `model` is who may answer. */
export type Admitted =
  | { kind: "held"; amountMicros: bigint; maxOutputTokens: number; model: Model }
  | { kind: "refused"; reason: RefusalReason };

/** What may be otherwise once the cycle that is due is opened. */
const MENDED_BY_A_CYCLE: ReadonlySet<RefusalReason> = new Set(["plan", "allowance", "model_tokens"]);

/**
 * Holds the price of the prompt and of the longest answer the allowance still covers, or says why not. A new cycle, or
 * a new plan, is opened when that is what was missing. What a program asks for counts as an answer under way, and is
 * answered by the model it names or not at all: programs rely on what they asked for.
 * @throws a unique violation for a source that was admitted before; AppError `not_found` when there is no such person.
 */
export async function admit(
  userId: string,
  request: Asked,
  now: Clock = clockNow,
  rulesOf: () => Promise<Rules> = rulesNow,
): Promise<Admitted> {
  const rules = await rulesOf();
  const held = await insertHold(holdRequest(userId, request, { now, rules }));
  return settledTry(userId, request, { now, rules }, held);
}

/**
 * The same for who must have a request left in the minute's bucket `key` of PostgreSQL, and takes it; and under the SQL
 * condition `stands`, if there is one. Nothing is taken or admitted where that did not hold, nor admitted without a turn.
 */
export async function admitInTurn(
  userId: string,
  { key, stands, ...request }: Asked & { key: string; stands?: Prisma.Sql | undefined },
  now: Clock = clockNow,
  rulesOf: () => Promise<Rules> = rulesNow,
): Promise<{ stood: boolean; turn: Taken; admitted?: Admitted }> {
  const rules = await rulesOf();
  const wish = holdRequest(userId, request, { now, rules });
  const { stood, turn, held } = await insertHoldInTurn({ key, stands }, wish);
  if (!turn.taken) return { stood, turn: takenOf(turn) };
  return { stood, turn: takenOf(turn), admitted: await settledTry(userId, request, { now, rules }, held) };
}

type Judging = { now: Clock; rules: Rules };

function holdRequest(userId: string, request: Asked, { now, rules }: Judging): HoldRequest {
  const countsInCrowd = request.apiKey !== undefined;
  return { userId, ...request, countsInCrowd, rules, now: now(), wallNow: wallTime(now) };
}

/** What was refused for want of a cycle is tried once more in one. */
async function settledTry(userId: string, request: Asked, judging: Judging, first: HoldTry): Promise<Admitted> {
  const isMended = first.hold === undefined && MENDED_BY_A_CYCLE.has(first.reason);
  if (isMended) await allowanceFor(userId, judging.now);
  const tried = isMended ? await insertHold(holdRequest(userId, request, judging)) : first;
  return tried.hold ? { kind: "held", ...tried.hold, model: request.model } : { kind: "refused", reason: tried.reason };
}

/** The same in the cycle that runs, without a reason, and however many answers are under way. @throws a unique violation for a source that was reserved before. */
export async function reserve(userId: string, request: Asked, now: Clock = clockNow): Promise<Hold | undefined> {
  const rules = await rulesNow();
  return (await insertHold({ userId, ...request, rules, now: now(), wallNow: wallTime(now) })).hold;
}

/** Takes what was delivered out of the hold, once; the rest goes back. Nothing when it had ended before. */
export function settle(
  userId: string,
  { sourceId, charge }: { sourceId: string; charge: Charge },
  now: Clock = clockNow,
): Promise<Ended | undefined> {
  return endHold({ userId, sourceId, charge, now: now() });
}

/** Gives all of the hold back, once. Nothing when it had ended before. */
export function release(userId: string, sourceId: string, now: Clock = clockNow): Promise<Ended | undefined> {
  return endHold({ userId, sourceId, charge: undefined, now: now() });
}

/** What a source was charged, for whoever asks again. Nothing when it cost nothing, or has not ended. */
export async function receiptOf(userId: string, sourceId: string): Promise<Receipt | undefined> {
  return (await receiptsOf(userId, [sourceId])).get(sourceId);
}

/** What each of these sources was charged, by source; those that cost nothing are absent. */
export async function receiptsOf(userId: string, sourceIds: readonly string[]): Promise<Map<string, Receipt>> {
  if (sourceIds.length === 0) return new Map();
  const receipts = await findReceipts(userId, sourceIds);
  return new Map(receipts.map(({ sourceId, ...receipt }) => [sourceId, receipt]));
}

/**
 * The charge for what a process left behind when it died: the output counted from its text, the prompt from the hold.
 * Nothing for no text.
 */
export async function chargeForText(userId: string, sourceId: string, text: string): Promise<Charge | undefined> {
  const terms = text === "" ? undefined : await findPromise(userId, sourceId);
  if (!terms) return undefined;
  const use = {
    // A hold is made for three bytes a token; four is what texts have.
    inputTokens: Math.floor((terms.promptTokens * BYTES_PER_TOKEN_AT_LEAST) / 4),
    cachedInputTokens: 0,
    outputTokens: countTokens(text, tokenizerOf(terms.price.model)),
    reasoningTokens: 0,
    estimated: true,
  };
  return { use, costMicros: costMicros(use, terms.price) };
}

/** Gives back the holds whose owners never ended them. Returns how many. */
export async function releaseExpired(now: Clock = clockNow): Promise<number> {
  const expired = await findExpiredHolds(wallTime(now), SWEEP_SIZE);
  for (const { userId, sourceId } of expired) await release(userId, sourceId, now);
  return expired.length;
}
