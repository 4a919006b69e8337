import "server-only";
import type { Endpoint } from "@/lib/adapters/llm/client";
import { type Circuit, type CircuitRules, CLOSED, failed, PAUSES, probed, stateOf } from "@/lib/inference/circuit";
import { now as clockNow, type Clock, wallTime } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { asAppError, type FailureCode } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";

/**
 * No connection, an answer of the 500s, nothing said in time, or broken off before the first word. That the question, the
 * key or the pace is refused is an answer.
 */
const AWAY: ReadonlySet<FailureCode> = new Set(["model_down", "model_stalled", "model_cut_off"]);

/** Who is asked: a model, at one of the operator's providers. */
export type Asked = { model: { id: string }; endpoint: Endpoint; isRetry?: boolean };

type Known = Map<string, Circuit>;

/**
 * A circuit breaker for each model of each provider: who was away several times in a row is not asked first any more, so
 * that nobody waits for it, until its pause is over. Then one call tries it, and the others are spared on. What this
 * process saw; another finds out for itself.
 */
export function circuitsOf(rules: CircuitRules, clock: Clock = clockNow, known: Known = new Map()) {
  const nowMs = () => wallTime(clock).getTime();
  const circuitOf = (asked: Asked) => known.get(nameOf(asked)) ?? CLOSED;

  function fail(asked: Asked): void {
    const before = circuitOf(asked);
    const after = failed(before, nowMs(), rules);
    known.set(nameOf(asked), after);
    if (after.openUntilMs > before.openUntilMs && !after.isProbed)
      log.warn("inference.circuit_opened", { model: asked.model.id, endpoint: asked.endpoint, pauseMs: after.pauseMs });
  }

  return {
    /**
     * The same candidates in the order in which they are worth asking: who is spared comes last, once, because a wait is
     * better than a refusal of ours. Who is first after a pause is the probe.
     */
    inOrder<Candidate extends Asked>(candidates: readonly Candidate[]): readonly Candidate[] {
      if (known.size === 0) return candidates;
      const at = nowMs();
      const spared = candidates.filter((each) => stateOf(circuitOf(each), at) === "open");
      const worthy = candidates.filter((each) => !spared.includes(each));
      const [first] = worthy;
      const isProbe = first !== undefined && stateOf(circuitOf(first), at) === "due";
      if (isProbe) known.set(nameOf(first), probed(circuitOf(first), at));
      const once = isProbe ? worthy.filter((each) => each === first || nameOf(each) !== nameOf(first)) : worthy;
      return [...once, ...spared.filter(({ isRetry }) => !isRetry)];
    },
    /** How a call ended; `thrown` where it failed before its first word. Whoever answers, or refuses, is there. */
    record(asked: Asked, thrown?: unknown): void {
      if (rules.opensAfter === 0) return;
      const code = thrown === undefined ? undefined : asAppError(thrown).code;
      if (code !== undefined && AWAY.has(code)) return fail(asked);
      // A mistake of ours says nothing of anybody.
      if (code === "internal") return;
      const wasOpen = circuitOf(asked).pauseMs !== undefined;
      known.delete(nameOf(asked));
      if (wasOpen) log.info("inference.circuit_closed", { model: asked.model.id, endpoint: asked.endpoint });
    },
    /** The models that are spared at this moment, or were and have not answered since. */
    spared: (): string[] => [
      ...new Set([...known].flatMap(([name, { pauseMs }]) => (pauseMs === undefined ? [] : [modelIn(name)]))),
    ],
  };
}

/** Two that are reached at one address are away together. */
function nameOf({ model, endpoint }: Asked): string {
  const { baseUrl, fallback } = env.openai;
  return `${endpoint === "fallback" ? (fallback?.baseUrl ?? endpoint) : baseUrl} ${model.id}`;
}

function modelIn(name: string): string {
  return name.slice(name.indexOf(" ") + 1);
}

export type Circuits = ReturnType<typeof circuitsOf>;

// Routes, jobs and pages are bundled apart: one book for all of them, and in it nothing of any one's own code.
const kept = globalThis as { parleyCircuits?: Known };

/** This process's own. */
export function ourCircuits(): Circuits {
  kept.parleyCircuits ??= new Map();
  return circuitsOf({ ...PAUSES, opensAfter: env.openai.circuitFailures }, clockNow, kept.parleyCircuits);
}

/** For the health page. */
export function sparedModels(): string[] {
  return ourCircuits().spared();
}
