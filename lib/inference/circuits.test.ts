import { describe, expect, test } from "vitest";
import { PAUSES } from "@/lib/inference/circuit";
import { type Asked, circuitsOf } from "@/lib/inference/circuits";
import { AppError, type FailureCode } from "@/lib/platform/errors";

const swift = { id: "swift" };
const sage = { id: "sage" };
const PRIMARY: Asked = { model: swift, endpoint: "primary" };
const RETRY: Asked = { ...PRIMARY, isRetry: true };
const SECOND: Asked = { model: swift, endpoint: "fallback" };
const OTHER: Asked = { model: sage, endpoint: "primary" };
const ALL = [PRIMARY, RETRY, SECOND, OTHER];

function someCircuits(opensAfter = 2) {
  const world = { atMs: Date.parse("2026-11-21T12:00:00Z") };
  const circuits = circuitsOf({ ...PAUSES, opensAfter }, () => new Date(world.atMs));
  const fails = (asked: Asked, code: FailureCode = "model_down", times = opensAfter) => {
    for (let count = 0; count < times; count += 1) circuits.record(asked, new AppError(code));
  };
  return { ...circuits, world, fails };
}

describe("who is asked, and in which order", () => {
  test("is as it was while nobody fails", () => {
    const { inOrder, record } = someCircuits();
    record(PRIMARY);
    expect(inOrder(ALL)).toEqual(ALL);
  });

  test("who was away is asked last, and once, so that nobody waits for it first", () => {
    const { inOrder, fails, spared } = someCircuits();
    fails(PRIMARY);
    expect(inOrder(ALL)).toEqual([SECOND, OTHER, PRIMARY]);
    expect(spared()).toEqual(["swift"]);
    expect(inOrder([PRIMARY, RETRY])).toEqual([PRIMARY]);
  });

  test("after the pause one call tries it, without a second try, and the others are spared on", () => {
    const { inOrder, fails, world } = someCircuits();
    fails(PRIMARY);
    world.atMs += 10_000;
    expect(inOrder(ALL)).toEqual([PRIMARY, SECOND, OTHER]);
    expect(inOrder(ALL)).toEqual([SECOND, OTHER, PRIMARY]);
    fails(PRIMARY, "model_down", 1);
    world.atMs += 19_999;
    expect(inOrder(ALL)).toEqual([SECOND, OTHER, PRIMARY]);
    world.atMs += 1;
    expect(inOrder(ALL)[0]).toBe(PRIMARY);
  });

  test("once it answers it is first again for everybody", () => {
    const { inOrder, fails, record, world, spared } = someCircuits();
    fails(PRIMARY);
    world.atMs += 10_000;
    inOrder(ALL);
    record(PRIMARY);
    expect(inOrder(ALL)).toEqual(ALL);
    expect(spared()).toEqual([]);
    fails(PRIMARY, "model_down", 1);
    expect(inOrder(ALL)).toEqual(ALL);
  });

  test("a model that is away says nothing of another, nor of the same at another provider", () => {
    const { inOrder, fails } = someCircuits();
    fails(SECOND);
    expect(inOrder(ALL)).toEqual([PRIMARY, RETRY, OTHER, SECOND]);
    fails(OTHER);
    expect(inOrder(ALL)).toEqual([PRIMARY, RETRY, SECOND, OTHER]);
  });
});

describe("what counts", () => {
  test.each<FailureCode>(["model_down", "model_stalled", "model_cut_off"])("%s, before the first word", (code) => {
    const { inOrder, fails } = someCircuits();
    fails(PRIMARY, code);
    expect(inOrder(ALL)[0]).toBe(SECOND);
  });

  test.each<FailureCode>(["model_refused", "model_busy", "question_refused", "context_too_long"])(
    "%s is an answer: failures before it are not in a row with those after",
    (code) => {
      const { inOrder, fails } = someCircuits();
      fails(PRIMARY, code, 9);
      expect(inOrder(ALL)).toEqual(ALL);
      for (let count = 0; count < 4; count += 1) {
        fails(PRIMARY, "model_down", 1);
        fails(PRIMARY, code, 1);
      }
      expect(inOrder(ALL)).toEqual(ALL);
    },
  );

  test("a mistake of ours counts neither as one nor as the other", () => {
    const { inOrder, fails, record } = someCircuits();
    fails(PRIMARY, "model_down", 1);
    record(PRIMARY, new TypeError("ours"));
    expect(inOrder(ALL)).toEqual(ALL);
    fails(PRIMARY, "model_down", 1);
    expect(inOrder(ALL)[0]).toBe(SECOND);
  });

  test("nothing at all, where it is switched off", () => {
    const { inOrder, fails, spared } = someCircuits(0);
    fails(PRIMARY, "model_down", 50);
    expect(inOrder(ALL)).toEqual(ALL);
    expect(spared()).toEqual([]);
  });
});
