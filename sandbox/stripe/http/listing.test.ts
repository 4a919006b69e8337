import fc from "fast-check";
import { expect, test } from "vitest";
import { World } from "../store/world";
import { listed } from "./listing";
import { newestFirst, pageOf } from "./paging";

const IDS = "abcdefghij".split("");
const things = fc.array(
  fc.record({
    id: fc.constantFrom(...IDS),
    state: fc.constantFrom("pending", "failed"),
    isGone: fc.boolean(),
  }),
  { maxLength: 40, size: "max" },
);
const cursors = fc.record({
  limit: fc.integer({ min: 1, max: 4 }),
  at: fc.constantFrom(...IDS),
  way: fc.constantFrom("starting_after", "ending_before", "neither"),
});

const outcomeOf = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return String(error);
  }
};

test("a page of what is looked at one after the other is the page of all that there is", () => {
  fc.assert(
    fc.property(things, cursors, fc.option(fc.constantFrom("pending", "failed")), (made, { limit, at, way }, state) => {
      const world = new World("s");
      for (const { id, isGone, state: held } of made) {
        if (isGone) world.remove("deliveries", id);
        else world.put("deliveries", delivery(id, held as "pending"));
      }
      const isEven = ({ id }: { id: string }) => id.charCodeAt(0) % 2 === 0;
      const params = { limit, ...(way === "neither" ? {} : { [way]: at }) };
      const all = newestFirst(world.all("deliveries")).filter(
        (each) => isEven(each) && (!state || each.state === state),
      );
      const listing = listed(world, "deliveries", { state: state as "pending" | undefined }).filter(isEven);
      expect(outcomeOf(() => pageOf(listing, params, "/"))).toEqual(outcomeOf(() => pageOf(all, params, "/")));
      const shown = listing.map(({ id }) => ({ id, isShown: true }));
      const shownAll = all.map(({ id }) => ({ id, isShown: true }));
      expect(outcomeOf(() => pageOf(shown, params, "/"))).toEqual(outcomeOf(() => pageOf(shownAll, params, "/")));
    }),
  );
});

test("a page reads no more than it shows, and one to know whether there is more", () => {
  const world = new World("s");
  for (let i = 0; i < 100; i++) world.put("deliveries", delivery(`d${i}`, "pending"));
  let read = 0;
  const listing = listed(world, "deliveries").filter(() => ++read > 0);
  expect(pageOf(listing, { limit: 3, starting_after: "d50" }, "/").data.map(({ id }) => id)).toEqual([
    "d49",
    "d48",
    "d47",
  ]);
  // The one it starts after is looked at too.
  expect(read).toBe(5);
});

function delivery(id: string, state: "pending" | "failed") {
  return { id, state, event: "evt", endpoint: "we", url: "http://a.test/", attempts: [], nextAttemptAtMs: null };
}
