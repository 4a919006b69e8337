import "server-only";
import { holdFor } from "@/lib/gateway/admission";
import type { ProgramAnswer } from "@/lib/gateway/chat-completions";
import { programFailure } from "@/lib/gateway/failures";
import { embeddingModel } from "@/lib/gateway/models";
import { inputBoundTokens, inputsOf } from "@/lib/gateway/prompt";
import type { EmbeddingRequest } from "@/lib/gateway/schema";
import { takeTurn } from "@/lib/gateway/turns";
import type { KeyCaller } from "@/lib/identity/api-keys";
import { answerForProgram } from "@/lib/inference/programs";
import { type Clock, now as clockNow } from "@/lib/platform/clock";
import { allowanceFor } from "@/lib/usage/allowance";
import type { EmbeddingModel, Model } from "@/lib/usage/models-file";

/**
 * Vectors of texts, for a program.
 * @throws ProgramError; nothing is held or charged then.
 */
export async function embed(
  caller: KeyCaller,
  request: EmbeddingRequest,
  { signal }: { signal: AbortSignal },
  now: Clock = clockNow,
): Promise<ProgramAnswer> {
  const { plan } = await allowanceFor(caller.userId, now);
  const headers = await takeTurn(caller, plan, now);
  const model = embeddingModel(request.model);
  const asked = { model: asAdmitted(model), promptTokens: inputBoundTokens(request), maxOutputTokens: undefined };
  const { sourceId } = await holdFor(caller, asked, now);
  const turns = inputsOf(request).map((content) => ({ role: "user", content }) as const);
  const call = { path: "/embeddings", body: request } as const;
  try {
    const body = await answerForProgram({ userId: caller.userId, sourceId, model, call, turns, signal }, now);
    return { headers: { ...headers, "content-type": "application/json" }, body };
  } catch (thrown) {
    throw programFailure(thrown);
  }
}

/** The ledger holds the prompt alone, at the price of a text's tokens; every plan opens it. */
function asAdmitted({ id, contextTokens, price }: EmbeddingModel): Model {
  const { embeddingMicrosPerMtok } = price;
  return {
    id,
    label: id,
    class: "standard",
    default: false,
    contextTokens,
    maxOutputTokens: 0,
    vision: false,
    temperature: false,
    price: { ...price, inputMicrosPerMtok: embeddingMicrosPerMtok },
  };
}
