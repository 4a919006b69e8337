import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Journal } from "./journal";
import { World } from "./world";

const WRITES = ["put", "put", "put", "remove", "remove"];

/** Few things, so that they come again; names that text formats trip over. */
const acts = fc.array(
  fc.record({
    do: fc.constantFrom(...WRITES, ...WRITES, "save", "save", "undo", "compact", "restart", "wait"),
    id: fc.constantFrom("a", "b\t", "c\n", "ü", "2", "1"),
    value: fc.nat(9),
  }),
  { maxLength: 40, size: "max" },
);
type Act = { do: string; id: string; value: number };

/** Each line is worth an index here, and little waste a new file. */
const LIMITS = { indexEach: 1, indexAtClose: 0, compactFrom: 400 };

/** A world that is kept on disk, beside one that only lies in memory. */
class Kept {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "stripe-journal-"));
  readonly model = new World("s");
  world = new World("s");
  private journal: Journal | undefined;

  async open(): Promise<void> {
    this.world = new World("s");
    this.journal = await Journal.open(this.folder, this.world, LIMITS);
  }

  async close(): Promise<void> {
    this.save();
    await this.journal?.close();
  }

  async perform(act: Act): Promise<void> {
    for (const each of [this.world, this.model]) write(each, act);
    if (act.do === "wait") await this.journal?.flushed();
    if (act.do === "save") this.save();
    if (act.do === "compact") {
      this.save();
      void this.journal?.compact();
    }
    if (act.do === "restart") await this.restart(act);
  }

  private async restart({ id, value }: Act): Promise<void> {
    await this.close();
    await this.open();
    if (value % 2 === 0) this.world.where("settings", "id", id);
  }

  private save(): void {
    this.model.commit();
    const record = this.world.commit();
    if (record) this.journal?.append(record);
  }
}

function write(world: World, { do: what, id, value }: Act): void {
  if (what === "put") world.put("settings", { id, value });
  if (what === "remove") world.remove("settings", id);
  if (what === "undo") world.rollback();
}

/** All that a world holds, in its order, and the numbers it goes on from. */
const textOf = (world: World) => JSON.stringify([...world.snapshot(1e9)]);

test("whatever was written, undone, written anew and read back in between, a restart gives the same world", async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (history) => {
      const kept = new Kept();
      await kept.open();
      for (const act of history) await kept.perform(act);
      await kept.close();
      expect(textOf(kept.world)).toBe(textOf(kept.model));
      await kept.open();
      for (const id of ["a", "ü"]) {
        expect(kept.world.where("settings", "id", id)).toEqual(kept.model.where("settings", "id", id));
      }
      expect(textOf(kept.world)).toBe(textOf(kept.model));
      await kept.close();
      fs.rmSync(kept.folder, { recursive: true });
    }),
    { numRuns: 100 },
  );
});
