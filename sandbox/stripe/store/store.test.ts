import { expect, test } from "vitest";
import { idFor, shortCode } from "./ids";
import type { Setting } from "./wire";
import { World } from "./world";

const setting = (id: string, value: number): Setting => ({ id, value });

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

test("ids look like Stripe's, differ by kind, count and seed, and are the same each time", () => {
  expect(idFor("s", "cus", 1)).toMatch(/^cus_[0-9A-Za-z]{14}$/);
  expect(idFor("s", "cs", 1)).toMatch(/^cs_test_a1[0-9A-Za-z]{56}$/);
  expect(idFor("s", "cus", 1)).toBe(idFor("s", "cus", 1));
  const some = Array.from({ length: 2_000 }, (_, i) => idFor("s", "cus", i));
  expect(new Set([...some, idFor("t", "cus", 1)]).size).toBe(2_001);
  expect(shortCode("s", "cus_1")).toMatch(/^[0-9A-Z]{8}$/);
});
