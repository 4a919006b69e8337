import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Circuit, CLOSED, failed, probed, stateOf } from "@/lib/inference/circuit";

const RULES = { opensAfter: 3, windowMs: 60_000, firstPauseMs: 10_000, longestPauseMs: 40_000 };
const failedAt = (...timesMs: number[]) => timesMs.reduce((before, at) => failed(before, at, RULES), CLOSED);

describe("a circuit", () => {
  test("opens with as many failures in a row as it takes, and not before", () => {
    expect(stateOf(failedAt(0, 1), 1)).toBe("closed");
    expect(stateOf(failedAt(0, 1, 2), 2)).toBe("open");
    expect(stateOf(failedAt(0, 1, 2), 10_001)).toBe("open");
    expect(stateOf(failedAt(0, 1, 2), 10_002)).toBe("due");
  });

  test("does not open for failures that are far apart, and counts the last ones", () => {
    expect(stateOf(failedAt(0, 40_000, 60_001), 60_001)).toBe("closed");
    expect(stateOf(failedAt(0, 40_000, 60_001, 60_002), 60_002)).toBe("open");
    expect(stateOf(failedAt(0, 30_000, 60_000), 60_000)).toBe("open");
  });

  test("is tried by one call after its pause; that it fails too doubles the pause, up to the longest", () => {
    let circuit = failedAt(0, 0, 0);
    let at = 10_000;
    for (const pauseMs of [20_000, 40_000, 40_000]) {
      expect(stateOf(circuit, at)).toBe("due");
      circuit = probed(circuit, at);
      expect(stateOf(circuit, at)).toBe("open");
      circuit = failed(circuit, at + 5, RULES);
      expect([circuit.pauseMs, circuit.openUntilMs]).toEqual([pauseMs, at + 5 + pauseMs]);
      at = circuit.openUntilMs;
    }
  });

  test("is no longer open for calls that were under way before it opened", () => {
    const open = failedAt(0, 0, 0);
    expect(failed(open, 9_000, RULES)).toMatchObject({ pauseMs: 10_000, openUntilMs: 10_000 });
  });

  test("whose pause is over opens again for whoever asks, also where that was not told before", () => {
    expect(failed(failedAt(0, 0, 0), 12_000, RULES)).toMatchObject({ pauseMs: 20_000, openUntilMs: 32_000 });
  });

  test("is tried by another call where the one that tried never told how it ended", () => {
    const circuit = probed(failedAt(0, 0, 0), 10_000);
    expect([stateOf(circuit, 19_999), stateOf(circuit, 20_000)]).toEqual(["open", "due"]);
  });
});

type Step = { afterMs: number; what: "fail" | "answer" | "ask" };
type Seen = { circuit: Circuit; nowMs: number; inRow: number[]; lastProbeMs: number; broken: string[] };

/** One thing that happens, and the rules that it broke. */
function taken(seen: Seen, { afterMs, what }: Step): Seen {
  const nowMs = seen.nowMs + afterMs;
  const state = stateOf(seen.circuit, nowMs);
  const broken = [...seen.broken, ...rule("opened early", state !== "closed" && seen.inRow.length < RULES.opensAfter)];
  if (what === "answer") return { ...seen, nowMs, broken, circuit: CLOSED, inRow: [] };
  if (what === "fail") return afterFailure({ ...seen, nowMs, broken }, state);
  if (state !== "due") return { ...seen, nowMs, broken };
  const isEarly = nowMs - seen.lastProbeMs < RULES.firstPauseMs;
  const circuit = probed(seen.circuit, nowMs);
  return { ...seen, nowMs, circuit, lastProbeMs: nowMs, broken: [...broken, ...rule("two tried", isEarly)] };
}

function afterFailure(seen: Seen, before: ReturnType<typeof stateOf>): Seen {
  const { nowMs, circuit } = seen;
  const inRow = [...seen.inRow, nowMs];
  const after = failed(circuit, nowMs, RULES);
  const isDense = nowMs - (inRow.at(-RULES.opensAfter) ?? Number.NEGATIVE_INFINITY) <= RULES.windowMs;
  const isOpen = stateOf(after, nowMs) === "open";
  const broken = [
    ...seen.broken,
    ...rule("not opened when due", before === "closed" && isOpen !== isDense),
    ...rule("closed by a failure", before !== "closed" && !isOpen),
    ...rule("shortened", after.openUntilMs < circuit.openUntilMs),
    ...rule("paused too long", (after.pauseMs ?? 0) > RULES.longestPauseMs),
  ];
  return { ...seen, inRow, circuit: after, broken };
}

function rule(name: string, isBroken: boolean): string[] {
  return isBroken ? [name] : [];
}

test("whatever happens: it opens only for failures in a row, stays so for its pause at least, and one call a pause tries", () => {
  const step: fc.Arbitrary<Step> = fc.record({
    afterMs: fc.oneof(fc.nat(2_000), fc.nat(50_000)),
    what: fc.constantFrom("fail", "fail", "answer", "ask"),
  });
  const fresh: Seen = { circuit: CLOSED, nowMs: 0, inRow: [], lastProbeMs: Number.NEGATIVE_INFINITY, broken: [] };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      expect(steps.reduce(taken, fresh).broken).toEqual([]);
    }),
  );
});
