import "server-only";
import type { Endpoint } from "@/lib/adapters/llm/client";
import { picturesIn, type Turn } from "@/lib/adapters/llm/turn";
import { env } from "@/lib/platform/env";
import { modelById } from "@/lib/usage/catalogue";
import type { Model } from "@/lib/usage/models-file";

/** Who may answer. A retry asks the one before once more. */
export type Candidate = { model: Model; endpoint: Endpoint; isRetry?: boolean };

/**
 * Who is asked for an answer, one after the other: the model, the model once more, the model at the operator's second
 * provider (`OPENAI_FALLBACK_…`), and the model that the list names as its fallback, if it can see what there is to see.
 */
export function candidatesFor(
  { model, turns }: { model: Model; turns: readonly Turn[] },
  hasSecondProvider = env.openai.fallback !== undefined,
  find: typeof modelById = modelById,
): Candidate[] {
  const other = model.fallback === undefined ? undefined : find(model.fallback);
  const isBlind = other?.vision === false && turns.some(({ content }) => picturesIn(content) > 0);
  return [
    { model, endpoint: "primary" },
    { model, endpoint: "primary", isRetry: true },
    ...(hasSecondProvider ? [{ model, endpoint: "fallback" } as const] : []),
    ...(other && !isBlind ? [{ model: other, endpoint: "primary" } as const] : []),
  ];
}
