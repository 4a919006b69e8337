import "server-only";
import type { Endpoint } from "@/lib/adapters/llm/client";
import { RefusedQuestion } from "@/lib/adapters/llm/relay";
import type { Circuits } from "@/lib/inference/circuits";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

/** A model of the operator's, at one of their providers. */
export type Relay = { model: { id: string }; endpoint: Endpoint };

type Turns = { model: { id: string }; signal: AbortSignal; circuits: Circuits };

const ENDPOINTS: readonly Endpoint[] = env.openai.fallback === undefined ? ["primary"] : ["primary", "fallback"];

/**
 * The provider, and the operator's second one where the first is not there, or was not several times before. Programs
 * try again by themselves. That somebody answered is for the caller to record, who knows when.
 * @throws what the last one threw.
 */
export async function relayInTurn<T>(
  { model, signal, circuits }: Turns,
  ask: (endpoint: Endpoint) => Promise<T>,
  endpoints = ENDPOINTS,
): Promise<{ answer: T; relay: Relay }> {
  let failure: unknown;
  for (const relay of circuits.inOrder(endpoints.map((endpoint) => ({ model, endpoint })))) {
    try {
      return { answer: await ask(relay.endpoint), relay };
    } catch (thrown) {
      failure = thrown;
      if (signal.aborted) break;
      const isRefused = thrown instanceof RefusedQuestion;
      circuits.record(relay, isRefused ? undefined : thrown);
      if (isRefused) break;
      log.warn("inference.not_answered", { model: model.id, endpoint: relay.endpoint, error: thrown });
    }
  }
  throw failure;
}
