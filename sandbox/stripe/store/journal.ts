import fs from "node:fs";
import path from "node:path";
import type { World, WorldRecord } from "./world";

const FILE = "world.journal";

/**
 * The world on disk: one line of JSON for each unit of work, appended. A line
 * cut short by a kill is the last one and was never acknowledged, so it is dropped.
 */
export class Journal {
  private readonly file: string;
  private handle: fs.promises.FileHandle | undefined;
  private waiting: string[] = [];
  private readonly rewrites: { world: World; resolve: () => void; reject: (reason: unknown) => void }[] = [];
  private writing: Promise<void> | undefined;

  private constructor(file: string) {
    this.file = file;
  }

  /** Reads what is there into the world, then writes it anew in its shortest form. */
  static async open(folder: string, world: World): Promise<Journal> {
    fs.mkdirSync(folder, { recursive: true });
    const journal = new Journal(path.join(folder, FILE));
    journal.read(world);
    await journal.compact(world);
    return journal;
  }

  append(record: WorldRecord): void {
    this.waiting.push(`${JSON.stringify(record)}\n`);
    this.writing ??= this.drain();
  }

  /** Resolves once all that was appended so far has reached the operating system. */
  async flushed(): Promise<void> {
    while (this.writing) await this.writing;
  }

  /** Writes the file anew from the world. In the same row as all other writing, so that nothing falls between. */
  async compact(world: World): Promise<void> {
    const written = new Promise<void>((resolve, reject) => this.rewrites.push({ world, resolve, reject }));
    this.writing ??= this.drain();
    await written;
  }

  async close(): Promise<void> {
    await this.flushed();
    await this.handle?.close();
    this.handle = undefined;
  }

  private read(world: World): void {
    if (!fs.existsSync(this.file)) return;
    for (const line of fs.readFileSync(this.file, "utf8").split("\n")) {
      if (line === "") continue;
      const record = recordOf(line);
      if (!record) return;
      world.load(record);
    }
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0 || this.rewrites.length > 0) {
      const next = this.rewrites.shift();
      if (next) {
        await this.rewrite(next.world).then(next.resolve, next.reject);
        continue;
      }
      const lines = this.waiting.join("");
      this.waiting = [];
      await this.handle?.appendFile(lines);
    }
    this.writing = undefined;
  }

  private async rewrite(world: World): Promise<void> {
    // The world holds all that waits; what comes from here on waits for the new file.
    this.waiting = [];
    const fresh = `${this.file}.new`;
    const lines: string[] = [];
    for (const record of world.snapshot()) lines.push(`${JSON.stringify(record)}\n`);
    fs.writeFileSync(fresh, lines.join(""));
    fs.renameSync(fresh, this.file);
    await this.handle?.close();
    this.handle = await fs.promises.open(this.file, "a");
  }
}

function recordOf(line: string): WorldRecord | undefined {
  try {
    return JSON.parse(line) as WorldRecord;
  } catch {
    return undefined;
  }
}
