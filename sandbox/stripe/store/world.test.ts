import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { Journal } from "./journal";
import { World } from "./world";

type Deleted = { id: string; object: "customer"; deleted: true };
const thing = (id: string): Deleted => ({ id, object: "customer", deleted: true });

type Act = { do: "put" | "remove"; id: string; value: number } | { do: "commit" | "rollback" };
const acts = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constantFrom("put" as const, "put" as const, "remove" as const),
      id: fc.constantFrom("a", "b", "c", "d"),
      value: fc.nat(3),
    }),
    fc.record({ do: fc.constantFrom("commit" as const, "rollback" as const) }),
  ),
  { maxLength: 60 },
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

function folder(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), "stripe-world-"));
  onTestFinished(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

test("cut anywhere, a journal gives back all that was written before the cut, and goes on from there", async () => {
  const at = folder();
  const file = path.join(at, "world.journal");
  const world = new World("s");
  const journal = await Journal.open(at, world);
  const sizes: number[] = [fs.statSync(file).size];
  for (let i = 0; i < 12; i++) {
    world.put("settings", { id: `k${i}`, value: i });
    const record = world.commit();
    if (record) journal.append(record);
    await journal.flushed();
    sizes.push(fs.statSync(file).size);
  }
  await journal.close();
  const whole = fs.readFileSync(file);
  for (let cut = sizes[0]!; cut <= whole.length; cut += 7) {
    fs.writeFileSync(file, whole.subarray(0, cut));
    const again = new World("s");
    const opened = await Journal.open(at, again);
    // A line is whole once its last brace is there; the line's end may be missing.
    const kept = sizes.filter((size) => size > sizes[0]! && size - 1 <= cut).length;
    expect(again.size("settings")).toBe(kept);
    again.put("settings", { id: "after", value: cut });
    const record = again.commit();
    if (record) opened.append(record);
    await opened.close();
    const third = new World("s");
    await (await Journal.open(at, third)).close();
    expect(third.find("settings", "after")?.value).toBe(cut);
    expect(third.size("settings")).toBe(kept + 1);
  }
});

test("what is appended while the journal is written anew is in it", async () => {
  const at = folder();
  const world = new World("s");
  const journal = await Journal.open(at, world);
  const write = (id: string) => {
    world.put("settings", { id, value: 1 });
    const record = world.commit();
    if (record) journal.append(record);
  };
  write("before");
  const state = { isDone: false };
  const compacting = journal.compact(world).then(() => (state.isDone = true));
  const during: string[] = [];
  while (!state.isDone) {
    write(`during${during.length}`);
    during.push(`during${during.length}`);
    await (during.length % 2 ? Promise.resolve() : new Promise(setImmediate));
  }
  await compacting;
  await journal.flushed();
  write("after");
  await journal.close();
  const again = new World("s");
  await (await Journal.open(at, again)).close();
  expect([...contents(again).keys()].toSorted()).toEqual(["after", "before", ...during].toSorted());
});

test("a folder that can not be written is said so, not waited for", async () => {
  const at = path.join(folder(), "file");
  fs.mkdirSync(path.join(at, "world.journal.new"), { recursive: true });
  await expect(Journal.open(at, new World("s"))).rejects.toThrow("EISDIR");
});

test("a world of another seed reads the same things and goes on with ids of its own", async () => {
  const at = folder();
  const first = new World("one");
  const journal = await Journal.open(at, first);
  first.put("settings", { id: "a", value: 1 });
  const record = first.commit();
  if (record) journal.append(record);
  await journal.close();
  const second = new World("two");
  await (await Journal.open(at, second)).close();
  expect(second.all("settings")).toEqual([{ id: "a", value: 1 }]);
  expect(second.nextId("cus")).not.toBe(first.nextId("cus"));
});
