import "server-only";
import { readOnly } from "@/lib/gateway/admission";
import { enter } from "@/lib/gateway/entrance";
import { keeper, keepingOf } from "@/lib/gateway/kept-answers";
import { embeddingModel } from "@/lib/gateway/models";
import { JSON_TYPE, type Outgoing } from "@/lib/gateway/outgoing";
import { inputBoundTokens, inputsOf } from "@/lib/gateway/prompt";
import type { EmbeddingRequest } from "@/lib/gateway/schema";
import { whole } from "@/lib/gateway/whole";
import type { KeyCaller } from "@/lib/identity/api-keys";
import { type Clock, now as clockNow } from "@/lib/platform/clock";

/**
 * Vectors of texts, for a program.
 * @throws ProgramError; nothing is held or charged then.
 */
export async function embed(
  caller: KeyCaller,
  request: EmbeddingRequest,
  { signal, maxAgeS }: { signal: AbortSignal; maxAgeS?: number | undefined },
  now: Clock = clockNow,
): Promise<Outgoing<string>> {
  const model = embeddingModel(request.model);
  const keeping = keepingOf(caller, { question: request, model, maxAgeS });
  const asked = {
    model: readOnly(model, model.price.embeddingMicrosPerMtok),
    promptTokens: inputBoundTokens(request),
    maxOutputTokens: undefined,
  };
  const { headers, ...entered } = await enter(caller, { asked, keeping }, now);
  if ("kept" in entered) return { body: entered.kept, headers };
  const { sourceId } = entered.hold;
  const turns = inputsOf(request).map((content) => ({ role: "user", content }) as const);
  const call = { path: "/embeddings", body: request } as const;
  const program = { userId: caller.userId, sourceId, model, call, turns, signal };
  const body = await whole(program, { keep: keeper(keeping, JSON_TYPE, now), now });
  return { headers: { ...headers, "content-type": JSON_TYPE }, body };
}
