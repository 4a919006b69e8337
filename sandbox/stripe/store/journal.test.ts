import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { Journal } from "./journal";
import { World } from "./world";

const JOURNAL = "world.journal";
const INDEX = "world.index";

function folder(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), "stripe-journal-"));
  onTestFinished(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

/** All that a world holds, in its order, and the numbers it goes on from. */
const textOf = (world: World) => JSON.stringify([...world.snapshot(1e9)]);

function save(world: World, journal: Journal): void {
  const record = world.commit();
  if (record) journal.append(record);
}

async function readBack(at: string): Promise<World> {
  const world = new World("s");
  await (await Journal.open(at, world)).close();
  return world;
}

/** A folder with a journal and an index that knows of its first half, and the worlds after each line by its end. */
async function aHistory(): Promise<{ at: string; ends: number[]; worlds: string[] }> {
  const at = folder();
  const world = new World("s");
  const journal = await Journal.open(at, world, { indexAtClose: 0 });
  const ends = [fs.statSync(path.join(at, JOURNAL)).size];
  const worlds = [textOf(world)];
  const write = async (i: number) => {
    world.put("settings", { id: `k${i % 5}`, value: i });
    if (i % 3 === 0) world.remove("settings", `k${(i + 1) % 5}`);
    world.nextId("cus");
    save(world, journal);
    await journal.flushed();
    ends.push(fs.statSync(path.join(at, JOURNAL)).size);
    worlds.push(textOf(world));
  };
  for (let i = 0; i < 6; i++) await write(i);
  await journal.close();
  const index = fs.readFileSync(path.join(at, INDEX));
  const again = new World("s");
  const reopened = await Journal.open(at, again);
  for (let i = 6; i < 12; i++) {
    again.put("settings", { id: `k${i % 5}`, value: i });
    again.nextId("cus");
    save(again, reopened);
    await reopened.flushed();
    ends.push(fs.statSync(path.join(at, JOURNAL)).size);
    worlds.push(textOf(again));
  }
  await reopened.close();
  fs.writeFileSync(path.join(at, INDEX), index);
  return { at, ends, worlds };
}

test("cut at any byte, the journal gives the world as it was after the last whole line, and goes on from there", async () => {
  const { at, ends, worlds } = await aHistory();
  const whole = fs.readFileSync(path.join(at, JOURNAL));
  for (let cut = ends[0]!; cut <= whole.length; cut += 3) {
    fs.writeFileSync(path.join(at, JOURNAL), whole.subarray(0, cut));
    const world = new World("s");
    const journal = await Journal.open(at, world);
    expect(textOf(world)).toBe(worlds[ends.filter((end) => end <= cut).length - 1]);
    world.put("settings", { id: "after", value: cut });
    save(world, journal);
    await journal.close();
    expect(textOf(await readBack(at))).toBe(textOf(world));
  }
});

test("cut at any byte, or of another journal, the index changes nothing of what is there", async () => {
  const { at, worlds } = await aHistory();
  const index = fs.readFileSync(path.join(at, INDEX));
  for (let cut = 0; cut <= index.length; cut += 3) {
    fs.writeFileSync(path.join(at, INDEX), index.subarray(0, cut));
    const world = new World("s");
    const journal = await Journal.open(at, world).catch((error: unknown) => error);
    expect(journal).toBeInstanceOf(Journal);
    expect(textOf(world)).toBe(worlds.at(-1));
    await (journal as Journal).close();
  }
  const other = (await aHistory()).at;
  fs.copyFileSync(path.join(other, INDEX), path.join(at, INDEX));
  expect(textOf(await readBack(at))).toBe(worlds.at(-1));
});

test("killed at any moment of writing it anew, all that was acknowledged is there", async () => {
  const at = folder();
  const world = new World("s");
  const journal = await Journal.open(at, world, { indexEach: 50 });
  const acknowledged: string[] = [];
  const write = async (id: string) => {
    world.put("settings", { id, value: 1 });
    save(world, journal);
    await journal.flushed();
    acknowledged.push(id);
  };
  for (let i = 0; i < 300; i++) await write(`k${i}`);
  const state = { isDone: false };
  const compacting = journal.compact().finally(() => (state.isDone = true));
  let kills = 0;
  while (!state.isDone) {
    await write(`during${kills++}`);
    const copy = folder();
    fs.cpSync(at, copy, { recursive: true });
    const known = [...acknowledged];
    const ids = new Set((await readBack(copy)).all("settings").map(({ id }) => id));
    expect(known.filter((id) => !ids.has(id))).toEqual([]);
  }
  await compacting;
  await write("after");
  await journal.close();
  expect(kills).toBeGreaterThan(0);
  expect((await readBack(at)).all("settings").map(({ id }) => id)).toEqual(acknowledged);
});

test("what was compacted is read from where it lies now, also by who has not asked for it yet", async () => {
  const { at, worlds } = await aHistory();
  const world = new World("s");
  const journal = await Journal.open(at, world);
  await journal.compact();
  expect(textOf(world)).toBe(worlds.at(-1));
  await journal.close();
  expect(textOf(await readBack(at))).toBe(worlds.at(-1));
});

test("a journal that is mostly waste is written anew by itself", async () => {
  const at = folder();
  const world = new World("s");
  const journal = await Journal.open(at, world, { indexEach: 2_000, compactFrom: 2_000 });
  for (let i = 0; i < 2_000; i++) {
    world.put("settings", { id: "only", value: i });
    save(world, journal);
    if (i % 20 === 0) await journal.flushed();
  }
  await journal.close();
  expect(fs.statSync(path.join(at, JOURNAL)).size).toBeLessThan(30_000);
  expect((await readBack(at)).all("settings")).toEqual([{ id: "only", value: 1_999 }]);
});

test("once a line could not be written nothing is acknowledged any more", async () => {
  const at = folder();
  const world = new World("s");
  const journal = await Journal.open(at, world);
  fs.rmSync(path.join(at, JOURNAL));
  fs.mkdirSync(path.join(at, JOURNAL));
  world.put("settings", { id: "a", value: 1 });
  save(world, journal);
  await expect(journal.flushed()).rejects.toThrow("EISDIR");
  await expect(journal.flushed()).rejects.toThrow("EISDIR");
  await journal.close();
});

test("a folder that can not be written is said so, not waited for", async () => {
  const at = folder();
  fs.mkdirSync(path.join(at, JOURNAL));
  await expect(Journal.open(at, new World("s"))).rejects.toThrow("EISDIR");
});

test("what can not be read is kept aside and told, and what stands before it is there", async () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const { at, ends, worlds } = await aHistory();
  fs.rmSync(path.join(at, INDEX));
  const whole = fs.readFileSync(path.join(at, JOURNAL));
  whole.fill("x", ends[4], ends[4]! + 9);
  fs.writeFileSync(path.join(at, JOURNAL), whole);
  expect(textOf(await readBack(at))).toBe(worlds[4]);
  expect(fs.readFileSync(path.join(at, `${JOURNAL}.unread`))).toEqual(whole);
  fs.writeFileSync(path.join(at, JOURNAL), "of another kind\n");
  expect((await readBack(at)).all("settings")).toEqual([]);
  expect(fs.readFileSync(path.join(at, `${JOURNAL}.unread`), "utf8")).toBe("of another kind\n");
  expect(told).toHaveBeenCalledTimes(2);
  told.mockRestore();
});

test("a world of another seed reads the same things and goes on with ids of its own", async () => {
  const { at } = await aHistory();
  const [first, second] = [await readBack(at), new World("two")];
  await (await Journal.open(at, second)).close();
  expect(second.all("settings")).toEqual(first.all("settings"));
  expect(second.nextId("cus")).not.toBe(first.nextId("cus"));
});
