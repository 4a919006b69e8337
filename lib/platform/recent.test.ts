import fc from "fast-check";
import { expect, test } from "vitest";
import { Recent } from "@/lib/platform/recent";

test("what was put last is there, as it was put last, and no more than so many", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const key = fc.constantFrom(...names);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.tuple(key, fc.nat()), { maxLength: 40 }), (most, puts) => {
      const recent = new Recent<number>(most);
      for (const [name, value] of puts) recent.put(name, value);
      const newest = [...new Map(puts.toReversed().map(([name]) => [name, 0])).keys()].slice(0, most);
      for (const name of names) {
        const last = puts.findLast(([put]) => put === name)?.[1];
        expect(recent.get(name)).toBe(newest.includes(name) ? last : undefined);
      }
    }),
  );
});
