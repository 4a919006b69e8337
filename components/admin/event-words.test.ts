import { describe, expect, test } from "vitest";
import { checkState, copyState } from "@/components/admin/event-words";
import { aCheck, aCopy } from "@/components/admin/testing/events";
import type { CopyCheck, CopyHealth } from "@/lib/insights/schema";

describe("how equal our copy is", () => {
  test.each<[Partial<CopyHealth>, string, string]>([
    [{}, "good", "Drift: 0, checked 12 minutes ago"],
    [{ ageMs: 5_000 }, "good", "Drift: 0, checked less than a minute ago"],
    [{ state: "drift", drift: 2, repaired: 2 }, "warn", "Drift: 2, repaired, checked 12 minutes ago"],
    [{ state: "drift", drift: 2, repaired: 1 }, "bad", "Drift: 2, 1 not repaired, checked 12 minutes ago"],
    [{ state: "stale", ageMs: 7_200_000 }, "warn", "Drift: 0, but a check was skipped; last checked 2 hours ago"],
    [{ state: "never", ageMs: null }, "neutral", "Drift: not known, never checked"],
    [{ state: "failed" }, "bad", "Drift: not known, the last check failed; checked 12 minutes ago"],
    [{ state: "failed", ageMs: null }, "bad", "Drift: not known, the last check failed; never checked before"],
    [{ state: "running", progress: { checked: 0, total: 0 } }, "accent", "Checking: reading what Stripe holds"],
    [{ state: "running", progress: { checked: 50, total: 200 } }, "accent", "Checking: 50 of 200 customers"],
  ])("%o is %s: “%s”", (changes, tone, text) => {
    expect(copyState(aCopy(changes))).toEqual({ tone, text });
  });
});

test.each<[Partial<CopyCheck>, string]>([
  [{}, "No drift"],
  [{ drift: 1, repaired: 1 }, "Repaired"],
  [{ drift: 2, repaired: 1 }, "Drift left"],
  [{ status: "failed" }, "Failed"],
  [{ status: "running" }, "Running"],
])("a check with %o reads “%s”", (changes, text) => {
  expect(checkState(aCheck(changes)).text).toBe(text);
});
