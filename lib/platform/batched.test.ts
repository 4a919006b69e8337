import fc from "fast-check";
import { expect, test } from "vitest";
import { batched } from "@/lib/platform/batched";

const PATIENT = { most: 100, patienceMs: 60_000 };

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test("one that comes alone goes at once, and those who come meanwhile go together", async () => {
  const batches: number[][] = [];
  const first = gate();
  const double = batched(async (items: readonly number[]) => {
    batches.push([...items]);
    if (batches.length === 1) await first.opened;
    return items.map((item) => item * 2);
  }, PATIENT);
  const all = [1, 2, 3, 4].map(double);
  expect(batches).toEqual([[1]]);
  first.open();
  expect(await Promise.all(all)).toEqual([2, 4, 6, 8]);
  expect(batches).toEqual([[1], [2, 3, 4]]);
});

test("a batch is no larger than it may be", async () => {
  const sizes: number[] = [];
  const echo = batched(
    async (items: readonly number[]) => {
      sizes.push(items.length);
      return items;
    },
    { ...PATIENT, most: 3 },
  );
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(echo));
  expect(sizes).toEqual([1, 3, 3, 1]);
});

test("who is in a batch that fails is tried alone, and only the one at fault fails", async () => {
  const half = batched(async (items: readonly number[]) => {
    if (items.includes(3)) throw new Error("3 is odd");
    return items.map((item) => item / 2);
  }, PATIENT);
  const ends = await Promise.allSettled([2, 3, 4].map(half));
  expect(ends.map((end) => (end.status === "fulfilled" ? end.value : String(end.reason)))).toEqual([
    1,
    "Error: 3 is odd",
    2,
  ]);
});

test("work that gives too few results is a fault, and is not mixed up", async () => {
  const short = batched(async (items: readonly number[]) => items.slice(1), PATIENT);
  await expect(short(1)).rejects.toThrow("A batch of 1 gave 0 results");
});

test("a batch that is stuck holds up nobody else", async () => {
  const stuck = gate();
  const echo = batched(
    async (items: readonly string[]) => {
      if (items.includes("stuck")) await stuck.opened;
      return items;
    },
    { most: 1, patienceMs: 1 },
  );
  const held = echo("stuck");
  expect(await echo("free")).toBe("free");
  stuck.open();
  expect(await held).toBe("stuck");
});

test("whatever comes whenever, each gets its own result, once", async () => {
  const items = fc.array(fc.record({ value: fc.nat(), pauses: fc.nat(3), fails: fc.boolean() }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 7 }), async (asked, most) => {
      const done: number[] = [];
      const work = batched(
        async (batch: readonly { at: number; fails: boolean; pauses: number }[]) => {
          for (let pause = Math.max(...batch.map(({ pauses }) => pauses)); pause > 0; pause -= 1)
            await Promise.resolve();
          if (batch.some(({ fails }) => fails)) throw new Error("no");
          done.push(...batch.map(({ at }) => at));
          return batch.map(({ at }) => at);
        },
        { ...PATIENT, most },
      );
      const ends = await Promise.allSettled(asked.map((one, at) => work({ at, ...one })));
      const expected = asked.map(({ fails }, at) => (fails ? "failed" : at));
      expect(ends.map((end) => (end.status === "fulfilled" ? end.value : "failed"))).toEqual(expected);
      expect(done.toSorted((a, b) => a - b)).toEqual(expected.filter((end) => end !== "failed"));
    }),
  );
});
