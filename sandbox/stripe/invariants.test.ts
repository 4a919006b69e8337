import fc from "fast-check";
import { expect, test } from "vitest";
import { aShop, type Act, histories, perform, type Told } from "./testing/histories";
import { checkWorld } from "./testing/invariants";
import { DAY_S, type StillWorld } from "./testing/still-world";

const TIMES = Number(process.env["SANDBOX_HISTORIES"] ?? 100);

const nothingYet = (): Told => ({ adjusted: new Map(), refused: 0, taken: 0 });

/** All there is, as the disk would have it. */
const contents = ({ world }: StillWorld) => [...world.snapshot(1)].map((record) => JSON.stringify(record));

const firstOther = (these: string[], those: string[]) =>
  Array.from({ length: Math.max(these.length, those.length) }, (_, i) => [these[i], those[i]]).find(
    ([a, b]) => a !== b,
  );

function lived(history: Act[], restartsAt = -1): { world: StillWorld; told: Told } {
  let world = aShop();
  const told = nothingYet();
  for (const [i, act] of history.entries()) {
    if (i === restartsAt) world = world.restarted();
    perform(world, told, act);
  }
  return { world, told };
}

test("whatever is asked and however time goes, the sums hold, nobody who has left is billed, and events tell it all", () => {
  let [taken, refused] = [0, 0];
  fc.assert(
    fc.property(histories, (history) => {
      const { world, told } = lived(history);
      checkWorld(world, told);
      world.advance(40 * DAY_S);
      checkWorld(world, told);
      taken += told.taken;
      refused += told.refused;
    }),
    { numRuns: TIMES },
  );
  // A history of refusals proves little.
  expect(taken / (taken + refused)).toBeGreaterThan(0.4);
}, 600_000);

test("the same history gives the same world byte for byte, also with a restart in the middle", () => {
  fc.assert(
    fc.property(histories, fc.nat(44), (history, restartsAt) => {
      const once = contents(lived(history).world);
      expect(firstOther(contents(lived(history).world), once)).toBeUndefined();
      expect(firstOther(contents(lived(history, restartsAt % history.length).world), once)).toBeUndefined();
    }),
    { numRuns: Math.ceil(TIMES / 4) },
  );
}, 600_000);
