import fc from "fast-check";
import { expect, test } from "vitest";
import { World } from "./world";

type Deleted = { id: string; object: "customer"; deleted: true };
const thing = (id: string): Deleted => ({ id, object: "customer", deleted: true });

type Act = { do: "put" | "remove"; id: string; value: number } | { do: "commit" | "rollback" };
const acts = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom("put" as const, "put" as const, "remove" as const),
        id: fc.constantFrom("a", "b", "c", "d"),
        value: fc.nat(3),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("commit" as const, "rollback" as const) }) },
  ),
  { maxLength: 60, size: "max" },
);

/** The simplest thing that behaves as a world should: two maps. */
class Model {
  settled = new Map<string, number>();
  now = new Map<string, number>();

  apply(act: Act): void {
    if (act.do === "put") this.now.set(act.id, act.value);
    else if (act.do === "remove") this.now.delete(act.id);
    else if (act.do === "commit") this.settled = new Map(this.now);
    else this.now = new Map(this.settled);
  }
}

function apply(world: World, act: Act): void {
  if (act.do === "put") world.put("settings", { id: act.id, value: act.value });
  else if (act.do === "remove") world.remove("settings", act.id);
  else if (act.do === "commit") world.commit();
  else world.rollback();
}

const contents = (world: World) => new Map(world.all("settings").map(({ id, value }) => [id, value]));

test("whatever is written, kept and undone, a world holds what two maps would", () => {
  fc.assert(
    fc.property(acts, (history) => {
      const [world, model] = [new World("s"), new Model()];
      for (const act of history) {
        apply(world, act);
        model.apply(act);
        expect(contents(world)).toEqual(model.now);
        expect(world.size("settings")).toBe(model.now.size);
      }
    }),
  );
});

test("who watches knows at every moment what there is, also after undoing", () => {
  fc.assert(
    fc.property(acts, (history) => {
      const world = new World("s");
      const seen = new Map<string, object>();
      world.watch((_name, id, value) => void (value === null ? seen.delete(id) : seen.set(id, value)));
      for (const act of history) apply(world, act);
      expect(seen).toEqual(new Map(world.all("settings").map((each) => [each.id, each])));
    }),
  );
});

test("the records of its commits, read back in order, are the world as it was last kept", () => {
  fc.assert(
    fc.property(acts, (history) => {
      const [world, again, model] = [new World("s"), new World("s"), new Model()];
      for (const act of history) {
        model.apply(act);
        if (act.do !== "commit") apply(world, act);
        else {
          const record = world.commit();
          if (record) again.load(structuredClone(record));
        }
      }
      expect(contents(again)).toEqual(model.settled);
    }),
  );
});

test("an index answers like a search through everything, whatever happened before and after it was made", () => {
  fc.assert(
    fc.property(acts, fc.nat(60), (history, asked) => {
      const world = new World("s");
      for (const [i, act] of history.entries()) {
        if (i === asked) world.where("deleted_customers", "id", "a");
        if (act.do === "put") world.put("deleted_customers", thing(act.id));
        else if (act.do === "remove") world.remove("deleted_customers", act.id);
        else apply(world, act);
      }
      for (const id of ["a", "b", "c", "d"]) {
        const searched = world.all("deleted_customers").filter((each) => each.id === id);
        expect(world.where("deleted_customers", "id", id)).toEqual(searched);
      }
    }),
  );
});

test("a snapshot read back is the same world, however small its pieces", () => {
  fc.assert(
    fc.property(acts, fc.integer({ min: 1, max: 5 }), (history, size) => {
      const world = new World("s");
      for (const act of history) apply(world, act);
      world.nextId("cus");
      const again = new World("s");
      for (const record of world.snapshot(size)) {
        expect(record.writes.length).toBeLessThanOrEqual(size);
        again.load(record);
      }
      expect(contents(again)).toEqual(contents(world));
      expect(again.nextId("cus")).toBe(world.nextId("cus"));
    }),
  );
});

test("ids are not given twice, also when the work that took them was undone", () => {
  const world = new World("s");
  const first = world.nextId("cus");
  world.put("settings", { id: "a", value: 1 });
  world.rollback();
  expect(world.nextId("cus")).not.toBe(first);
});

test("things stand in the order of their making, also after undoing and reading back, and both ways round", () => {
  fc.assert(
    fc.property(acts, (history) => {
      const [world, again, model] = [new World("s"), new World("s"), new OrderModel()];
      for (const act of history) {
        if (act.do !== "commit") apply(world, act);
        model.apply(act);
        const ids = world.all("settings").map(({ id }) => id);
        expect(ids).toEqual(model.now);
        expect([...world.newest("settings")].map(({ id }) => id)).toEqual(ids.toReversed());
        expect([...world.newest("settings", ids.at(-1))].map(({ id }) => id)).toEqual(ids.slice(0, -1).toReversed());
        const record = act.do === "commit" ? world.commit() : undefined;
        if (record) again.load(structuredClone(record));
        expect(again.all("settings").map(({ id }) => id)).toEqual(model.settled);
      }
    }),
  );
});

class OrderModel {
  settled: string[] = [];
  now: string[] = [];

  apply(act: Act): void {
    if (act.do === "put") this.now = [...new Set([...this.now, act.id])];
    else if (act.do === "remove") this.now = this.now.filter((id) => id !== act.id);
    else if (act.do === "commit") this.settled = [...this.now];
    else this.now = [...this.settled];
  }
}

test("counting alone is worth a record, and a rehearsal is not", () => {
  const world = new World("s");
  world.rehearse(() => world.nextId("cus"));
  expect(world.commit()).toBeUndefined();
  world.nextId("cus");
  world.count("row");
  world.count("row");
  expect(world.commit()).toEqual({ writes: [], counters: { cus: 1, row: 2 } });
  expect(world.commit()).toBeUndefined();
});

test("what is gone gives its room back without changing the order", () => {
  const world = new World("s");
  for (let i = 0; i < 5_000; i++) world.put("settings", { id: `k${i}`, value: i });
  for (let i = 0; i < 4_990; i++) world.remove("settings", `k${i}`);
  world.commit();
  world.put("settings", { id: "k4995", value: 0 });
  world.put("settings", { id: "last", value: 0 });
  const ids = Array.from({ length: 10 }, (_, i) => `k${4_990 + i}`);
  expect(world.all("settings").map(({ id }) => id)).toEqual([...ids, "last"]);
  world.rollback();
  expect(world.all("settings").map(({ id, value }) => [id, value])).toEqual(ids.map((id, i) => [id, 4_990 + i]));
});
