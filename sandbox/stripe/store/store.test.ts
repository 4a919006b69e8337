import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { idFor, shortCode } from "./ids";
import { Journal } from "./journal";
import type { Setting } from "./wire";
import { World } from "./world";

let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "stripe-store-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
});

const setting = (id: string, value: number): Setting => ({ id, value });

async function saved(write: (world: World, journal: Journal) => void): Promise<void> {
  const world = new World("s");
  const journal = await Journal.open(folder, world);
  write(world, journal);
  await journal.close();
}

function commit(world: World, journal: Journal): void {
  const record = world.commit();
  if (record) journal.append(record);
}

test("what is rolled back was never there, and what it replaced is back", () => {
  const world = new World("s");
  world.put("settings", setting("a", 1));
  world.commit();
  world.put("settings", setting("a", 2));
  world.put("settings", setting("b", 3));
  world.remove("settings", "a");
  world.rollback();
  expect(world.all("settings")).toEqual([setting("a", 1)]);
  expect(world.commit()).toBeUndefined();
});

test("a record holds each thing once, as it ended up", () => {
  const world = new World("s");
  world.put("settings", setting("a", 1));
  world.put("settings", setting("a", 2));
  world.put("settings", setting("b", 1));
  world.remove("settings", "b");
  expect(world.commit()?.writes).toEqual([
    ["settings", "a", setting("a", 2)],
    ["settings", "b", null],
  ]);
});

test("an index follows changes, removals and undoing", () => {
  const world = new World("s");
  const deleted = (id: string) => ({ id, object: "customer" as const, deleted: true as const });
  world.put("deleted_customers", deleted("c1"));
  expect(world.where("deleted_customers", "id", "c1")).toHaveLength(1);
  world.put("deleted_customers", deleted("c2"));
  expect(world.where("deleted_customers", "id", "c2")).toHaveLength(1);
  world.rollback();
  expect(world.where("deleted_customers", "id", "c2")).toEqual([]);
  world.put("deleted_customers", deleted("c3"));
  world.clear();
  expect(world.where("deleted_customers", "id", "c3")).toEqual([]);
});

test("a world is read back as it was, with its counters", async () => {
  let last = "";
  await saved((world, journal) => {
    for (let i = 0; i < 500; i++) {
      world.put("settings", setting(`k${i % 50}`, i));
      last = world.nextId("cus");
      commit(world, journal);
    }
    world.remove("settings", "k0");
    commit(world, journal);
  });
  const again = new World("s");
  const journal = await Journal.open(folder, again);
  expect(again.size("settings")).toBe(49);
  expect(again.find("settings", "k49")).toEqual(setting("k49", 499));
  expect(again.nextId("cus")).not.toBe(last);
  expect(again.count("cus")).toBe(502);
  await journal.close();
});

test("a torn last line is dropped, wherever it was cut", async () => {
  await saved((world, journal) => {
    world.put("settings", setting("whole", 1));
    commit(world, journal);
  });
  const file = path.join(folder, "world.journal");
  const whole = fs.readFileSync(file, "utf8");
  const line = `${JSON.stringify({ writes: [["settings", "torn", setting("torn", 2)]], counters: {} })}\n`;
  for (const cut of [1, 10, line.length - 3]) {
    fs.writeFileSync(file, whole + line.slice(0, cut));
    const world = new World("s");
    await (await Journal.open(folder, world)).close();
    expect(world.all("settings")).toEqual([setting("whole", 1)]);
  }
});

test("opening writes the journal in its shortest form", async () => {
  await saved((world, journal) => {
    for (let i = 0; i < 200; i++) {
      world.put("settings", setting("only", i));
      commit(world, journal);
    }
  });
  const file = path.join(folder, "world.journal");
  const before = fs.statSync(file).size;
  await saved(() => {});
  expect(fs.statSync(file).size).toBeLessThan(before / 20);
});

test("ids look like Stripe's, differ by kind, count and seed, and are the same each time", () => {
  expect(idFor("s", "cus", 1)).toMatch(/^cus_[0-9A-Za-z]{14}$/);
  expect(idFor("s", "cs", 1)).toMatch(/^cs_test_a1[0-9A-Za-z]{56}$/);
  expect(idFor("s", "cus", 1)).toBe(idFor("s", "cus", 1));
  const some = Array.from({ length: 2_000 }, (_, i) => idFor("s", "cus", i));
  expect(new Set([...some, idFor("t", "cus", 1)]).size).toBe(2_001);
  expect(shortCode("s", "cus_1")).toMatch(/^[0-9A-Z]{8}$/);
});
