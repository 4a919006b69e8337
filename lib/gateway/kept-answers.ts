import "server-only";
import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { holdExactly } from "@/lib/gateway/admission";
import { deleteKeptOf, deleteStale, findKept, type Kept, putKept } from "@/lib/gateway/queries";
import type { ChatCompletionRequest, EmbeddingRequest } from "@/lib/gateway/schema";
import type { KeyCaller } from "@/lib/identity/api-keys";
import { now as clockNow, type Clock, DAY_MS, plusMs, SECOND_MS } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/ids";
import { log } from "@/lib/platform/log";
import type { Priced } from "@/lib/usage/models-file";
import { settle } from "@/lib/usage/reservations";
import type { Charge } from "@/lib/usage/settlement";

/** Larger answers are not kept, nor more of them, nor for longer. */
const LIMITS = { bytes: 512 * 1024, answers: 1_000, ageMs: 7 * DAY_MS };

type Question = ChatCompletionRequest | EmbeddingRequest;

/** A caller's wish to be answered with what was kept, and to have kept what was not. */
export type Keeping = { userId: string; questionHash: string; model: Priced; maxAgeMs: number };

/** Keeps an answer, once it is whole. Never throws: an answer that was not kept is still one. */
export type Keeper = (body: string, charge: Charge | undefined) => Promise<void>;

/** Nothing where the caller did not ask. */
export function keepingOf(
  { userId }: KeyCaller,
  { question, model, maxAgeS }: { question: Question; model: Priced; maxAgeS: number | undefined },
): Keeping | undefined {
  if (maxAgeS === undefined) return undefined;
  const questionHash = hashOf(question, model);
  return { userId, questionHash, model, maxAgeMs: Math.min(maxAgeS * SECOND_MS, LIMITS.ageMs) };
}

/**
 * The answer that was kept for the same question, at what the price book says that costs: nothing, unless it does.
 * @throws ProgramError where it costs something that is not there any more.
 */
export async function fromKept(
  keeping: Keeping | undefined,
  caller: KeyCaller,
  now: Clock,
): Promise<{ body: string; headers: Record<string, string> } | undefined> {
  if (!keeping) return undefined;
  const { userId, questionHash, maxAgeMs, model } = keeping;
  const at = now();
  const kept = await findKept(userId, { questionHash, since: plusMs(at, -maxAgeMs), now: at });
  if (!kept) return undefined;
  await payFor(kept, { caller, model, now });
  const ageS = Math.floor((at.getTime() - kept.createdAt.getTime()) / SECOND_MS);
  return { body: kept.body, headers: { "content-type": kept.contentType, "x-parley-cache": "hit", age: String(ageS) } };
}

/** What says that an answer is fresh, to who asked for one that need not be. */
export function missOf(keeping: Keeping | undefined): Record<string, string> {
  return keeping ? { "x-parley-cache": "miss" } : {};
}

export function keeper(keeping: Keeping | undefined, contentType: string, now: Clock): Keeper | undefined {
  if (!keeping) return undefined;
  const { userId, questionHash, model, maxAgeMs } = keeping;
  return async (body, charge) => {
    if (charge === undefined || Buffer.byteLength(body) > LIMITS.bytes || body.includes("\u0000")) return;
    const at = now();
    const { use, costMicros } = charge;
    const priceVersion = charge.priceVersion ?? model.price.version;
    const row = { questionHash, body, contentType, model: model.id, priceVersion, costMicros, use };
    try {
      await putKept(userId, { ...row, createdAt: at, expiresAt: plusMs(at, maxAgeMs) }, LIMITS.answers);
    } catch (error) {
      log.warn("gateway.not_kept", { error });
    }
  };
}

/** Forgets what was answered to a person's programs. */
export function forgetKept(tx: Db, userId: string): Promise<void> {
  return deleteKeptOf(tx, userId);
}

export async function sweepKept(now: Clock = clockNow): Promise<void> {
  await deleteStale(now());
}

/** What names the caller and what is only for its records changes no answer; a new price makes a new one. */
function hashOf(question: Question, { price }: Priced): string {
  const { user: _user, ...asked } = question;
  const { metadata: _metadata, store: _store, ...matters } = asked as Partial<ChatCompletionRequest>;
  return sha256(JSON.stringify([price.version, inOrder(matters)]));
}

/** The same object whatever order its names came in. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, inner]) => [name, inOrder(inner)]);
}

const Use = z.object({
  inputTokens: z.int(),
  cachedInputTokens: z.int(),
  outputTokens: z.int(),
  reasoningTokens: z.int(),
  embeddingTokens: z.int().optional(),
  imageTokens: z.int().optional(),
  estimated: z.boolean(),
});

type Paying = { caller: KeyCaller; model: Priced; now: Clock };

async function payFor({ costMicros, use, priceVersion }: Kept, { caller, model, now }: Paying): Promise<void> {
  const share = (costMicros * BigInt(model.price.cacheHitPercent) + 99n) / 100n;
  if (share === 0n) return;
  const { embeddingTokens, imageTokens, ...told } = Use.parse(use);
  const more = {
    ...(embeddingTokens === undefined ? {} : { embeddingTokens }),
    ...(imageTokens === undefined ? {} : { imageTokens }),
  };
  const sourceId = await holdExactly(caller, { model, micros: share }, now);
  await settle(
    caller.userId,
    { sourceId, charge: { use: { ...told, ...more }, costMicros: share, priceVersion } },
    now,
  );
}
