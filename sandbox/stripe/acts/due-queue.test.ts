import fc from "fast-check";
import { expect, test } from "vitest";
import { DueQueue, type Waiting } from "./due-queue";

const KINDS = ["subscriptions", "invoices", "refunds"] as const;

const moves = fc.array(
  fc.record({
    name: fc.constantFrom(...KINDS),
    id: fc.constantFrom("a", "b", "c", "d"),
    at: fc.option(fc.nat(5), { nil: undefined }),
    clock: fc.constantFrom(undefined, "clock_1"),
  }),
  { maxLength: 300 },
);

/** What a queue should give, found the slow way. */
function inOrder(waiting: Waiting[]): string[] {
  const rank = (name: string) => KINDS.findIndex((kind) => kind === name);
  const sorted = waiting.toSorted((a, b) => a.at - b.at || rank(a.name) - rank(b.name) || (a.id < b.id ? -1 : 1));
  return sorted.map(({ name, id }) => `${name}/${id}`);
}

test("whatever was put, replaced and dropped, each clock gives what is left in its order", () => {
  fc.assert(
    fc.property(moves, (asked) => {
      const queue = new DueQueue([...KINDS]);
      const known = new Map<string, Waiting>();
      for (const { name, id, at, clock } of asked) {
        if (at === undefined) {
          queue.drop({ name, id });
          known.delete(`${name}/${id}`);
        } else {
          const waiting: Waiting = { name, id, at, clock };
          queue.put(waiting);
          known.set(`${name}/${id}`, waiting);
        }
      }
      for (const clock of [undefined, "clock_1"]) {
        const given: string[] = [];
        for (let next = queue.first(clock); next; next = queue.first(clock)) {
          given.push(`${next.name}/${next.id}`);
          queue.drop(next);
        }
        expect(given).toEqual(inOrder([...known.values()].filter((waiting) => waiting.clock === clock)));
      }
    }),
  );
});

test("what was replaced is not held any more, though it looks the same", () => {
  const queue = new DueQueue([...KINDS]);
  const [old, fresh] = [1, 1].map((at) => ({ name: "invoices" as const, id: "a", at, clock: undefined }));
  if (old) queue.put(old);
  if (fresh) queue.put(fresh);
  expect([old && queue.holds(old), fresh && queue.holds(fresh)]).toEqual([false, true]);
  expect(queue.first(undefined)).toBe(fresh);
});
