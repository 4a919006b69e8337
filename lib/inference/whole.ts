import "server-only";
import type { streamCompletion } from "@/lib/adapters/llm/completion";
import { complete } from "@/lib/adapters/llm/whole-answer";
import { type Inference, type InferenceRequest, runInference } from "@/lib/inference/run";

/** One metered call whose answer comes at once, for what nobody watches being written. Never throws, as the other. */
export function runWholeInference(request: InferenceRequest, ask: typeof complete = complete): Promise<Inference> {
  const nobody = { onText: () => undefined, signal: new AbortController().signal };
  return runInference(request, nobody, inPieces(ask));
}

function inPieces(ask: typeof complete): typeof streamCompletion {
  return async (call, { onPiece, signal, endpoint = "primary" }) => {
    const { text, finishReason, usage, providerRequestId } = await ask(call, { signal, endpoint });
    if (text !== "") onPiece({ kind: "text", text });
    onPiece({ kind: "finish", reason: finishReason });
    if (usage) onPiece({ kind: "usage", usage });
    return providerRequestId;
  };
}
