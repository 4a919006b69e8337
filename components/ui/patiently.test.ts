import { expect, test } from "vitest";
import { patiently } from "@/components/ui/patiently";

/** A part that can be had only at the given try. */
function aPart({ at }: { at: number }) {
  let tries = 0;
  return async () => {
    tries += 1;
    if (tries < at) throw new Error("Failed to load chunk");
    return "the part";
  };
}

test("what is there is loaded without waiting", async () => {
  const pauses: number[] = [];
  expect(await patiently(aPart({ at: 1 }), async (ms) => void pauses.push(ms))).toBe("the part");
  expect(pauses).toEqual([]);
});

test("what is not there is tried again, each time later, until it is", async () => {
  const pauses: number[] = [];
  expect(await patiently(aPart({ at: 9 }), async (ms) => void pauses.push(ms))).toBe("the part");
  expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
});

test("the pause is one of real time", async () => {
  expect(await patiently(aPart({ at: 2 }))).toBe("the part");
});
