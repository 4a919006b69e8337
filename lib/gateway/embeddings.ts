import "server-only";
import { holdFor, readOnly } from "@/lib/gateway/admission";
import { fromKept, keeper, keepingOf, missOf } from "@/lib/gateway/kept-answers";
import { embeddingModel } from "@/lib/gateway/models";
import { JSON_TYPE, type Outgoing } from "@/lib/gateway/outgoing";
import { inputBoundTokens, inputsOf } from "@/lib/gateway/prompt";
import type { EmbeddingRequest } from "@/lib/gateway/schema";
import { takeTurn } from "@/lib/gateway/turns";
import { whole } from "@/lib/gateway/whole";
import type { KeyCaller } from "@/lib/identity/api-keys";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { planInForce } from "@/lib/usage/plan-in-force";

/**
 * Vectors of texts, for a program.
 * @throws ProgramError; nothing is held or charged then.
 */
export async function embed(
  caller: KeyCaller,
  request: EmbeddingRequest,
  { signal, maxAgeS }: { signal: AbortSignal; maxAgeS?: number | undefined },
  now: Clock = clockNow,
): Promise<Outgoing> {
  const plan = await planInForce(caller.userId, now);
  const headers = await takeTurn(caller, plan, now);
  const model = embeddingModel(request.model);
  const keeping = keepingOf(caller, { question: request, model, maxAgeS });
  const kept = await fromKept(keeping, caller, now);
  if (kept) return { body: kept.body, headers: { ...headers, ...kept.headers } };
  const asked = {
    model: readOnly(model, model.price.embeddingMicrosPerMtok),
    promptTokens: inputBoundTokens(request),
    maxOutputTokens: undefined,
  };
  const { sourceId } = await holdFor(caller, asked, now);
  const turns = inputsOf(request).map((content) => ({ role: "user", content }) as const);
  const call = { path: "/embeddings", body: request } as const;
  const program = { userId: caller.userId, sourceId, model, call, turns, signal };
  const body = await whole(program, { keep: keeper(keeping, JSON_TYPE, now), now });
  return { headers: { ...headers, "content-type": JSON_TYPE, ...missOf(keeping) }, body };
}
