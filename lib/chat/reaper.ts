import "server-only";
import { findOrphans, finishGeneration, type Orphan } from "@/lib/chat/queries/finish";
import type { Inference } from "@/lib/inference/run";
import { now as clockNow, type Clock, MINUTE_MS, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { chargeForText } from "@/lib/usage/reservations";

/** Six missed signs of life: its process is gone. */
const SILENT_MS = MINUTE_MS;
const ROUND_SIZE = 200;

/** Ends the generations whose process died: the text that was stored is kept and charged, the rest given back. */
export async function reapSilentGenerations(now: Clock = clockNow): Promise<number> {
  const orphans = await findOrphans(plusMs(now(), -SILENT_MS), ROUND_SIZE);
  for (const orphan of orphans) await reap(orphan, now());
  return orphans.length;
}

async function reap(orphan: Orphan, now: Date): Promise<void> {
  const { generationId, userId, model, text } = orphan;
  const errorCode = text === "" ? "model_down" : "model_cut_off";
  const inference: Inference = {
    text,
    charge: await chargeForText(userId, generationId, text),
    ending: { kind: "failed", failure: new AppError(errorCode) },
    providerRequestId: undefined,
    firstTokenMs: undefined,
    durationMs: Math.max(0, now.getTime() - orphan.createdAt.getTime()),
  };
  await finishGeneration({
    generationId,
    outcome: { status: text === "" ? "failed" : "interrupted", finishReason: undefined, errorCode },
    text,
    facts: { userId, sourceId: generationId, kind: "chat", model, turns: [], inference, now },
  });
}
