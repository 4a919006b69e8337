import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { breathe, type Frozen, readIndex, writeIndex } from "./index-file";
import { lineOf, partsOf, writingsOf } from "./line";
import { LogFile } from "./log-file";
import { compactInto } from "./rewriting";
import type { World, WorldRecord } from "./world";
import { WriteRow } from "./write-row";

const FILE = "world.journal";
const INDEX = "world.index";
const KIND = "stripe-sandbox journal 2 ";
const MB = 1024 * 1024;

/** When upkeep is worth its while, in bytes. */
type Limits = { indexEach: number; indexAtClose: number; compactFrom: number };
const LIMITS: Limits = { indexEach: 16 * MB, indexAtClose: MB, compactFrom: 64 * MB };
const MOST_WASTE = 3;

/**
 * The world on disk: one line for each unit of work, appended, and beside it an
 * index that tells where each thing lies. A line cut short by a kill was never
 * acknowledged and is dropped. The journal alone is the truth.
 */
export class Journal {
  private readonly world: World;
  private readonly file: string;
  private readonly limits: Limits;
  private log: LogFile;
  private id: string;
  private readonly row: WriteRow;
  /** Where the next line begins, once all that waits is written. */
  private end = 0;
  private indexedUntil = 0;
  private upkeep: Promise<void> = Promise.resolve();
  private isKept = true;

  private constructor(world: World, folder: string, limits: Limits) {
    this.world = world;
    this.limits = limits;
    this.file = path.join(folder, FILE);
    this.id = openedId(this.file);
    this.log = new LogFile(this.file);
    this.read();
    this.row = new WriteRow(this.file);
  }

  /** Reads what is there into the world. */
  static async open(folder: string, world: World, limits: Partial<Limits> = {}): Promise<Journal> {
    fs.mkdirSync(folder, { recursive: true });
    return new Journal(world, folder, { ...LIMITS, ...limits });
  }

  append(record: WorldRecord): void {
    const { line, parts } = lineOf(record.counters, writingsOf(record));
    for (const { name, id, at, length, isGone } of parts) {
      if (!isGone) this.world.placed(name, id, { log: this.log, at: this.end + at, length });
    }
    this.end += Buffer.byteLength(line);
    this.row.append(line);
    if (this.end - this.indexedUntil > this.limits.indexEach) this.keepUp();
  }

  /** Resolves once all that was appended so far has reached the operating system. Rejects for ever if it can not. */
  async flushed(): Promise<void> {
    await this.row.flushed();
  }

  /** Writes the file anew, in its shortest form. What is appended meanwhile is in it too. */
  async compact(): Promise<void> {
    await this.next(() => this.rewrite());
  }

  async close(): Promise<void> {
    if (this.end - this.indexedUntil > this.limits.indexAtClose) this.keepUp();
    await this.upkeep;
    await this.row.close();
    this.log.close();
  }

  private read(): void {
    const { world, log, file } = this;
    const covered = readIndex(path.join(path.dirname(file), INDEX), { world, log, journal: this.id });
    this.indexedUntil = covered;
    this.end = covered;
    try {
      for (const { line, at } of log.lines(covered)) {
        if (at > 0) this.take(line, at);
        this.end = at + line.length + 1;
      }
    } catch (error) {
      fs.copyFileSync(file, `${file}.unread`);
      console.error(
        `stripe sandbox: ${file} can not be read from byte ${this.end} on; all of it is kept in .unread`,
        error,
      );
    }
    if (log.size() > this.end) fs.truncateSync(file, this.end);
  }

  private take(line: Buffer, at: number): void {
    const { world, log } = this;
    const { counters, parts } = partsOf(line);
    for (const { name, id, at: within, length, isGone } of parts) {
      world.notes.noteChange(name, id);
      world.loadFrom(isGone ? undefined : { log, at: at + within, length }, name, id);
    }
    world.loadCounters(counters);
  }

  /** Brings the index up to date, and throws out what is no longer used, beside all else. */
  private keepUp(): void {
    if (!this.isKept) return;
    this.isKept = false;
    this.next(() => this.index())
      .catch((error: unknown) => console.error("stripe sandbox: the index could not be written", error))
      .finally(() => (this.isKept = true));
  }

  /** One piece of upkeep after the other. */
  private next(work: () => Promise<void>): Promise<void> {
    const done = this.upkeep.then(work);
    this.upkeep = done.catch(() => {});
    return done;
  }

  private async index(): Promise<void> {
    const { log, end: covered, ...frozen } = await this.frozen();
    const journal = this.id;
    const file = path.join(path.dirname(this.file), INDEX);
    const { live } = await writeIndex(`${file}.new`, frozen, { log, journal, covered });
    // What it points to must be there before it is.
    await this.flushed();
    fs.renameSync(`${file}.new`, file);
    this.indexedUntil = covered;
    if (covered > this.limits.compactFrom && covered > MOST_WASTE * live) await this.rewrite();
  }

  private async rewrite(): Promise<void> {
    const { log: old, end: from, ...frozen } = await this.frozen();
    const fresh = `${this.file}.new`;
    const id = randomUUID();
    const { places, size } = await compactInto(fresh, `${KIND}${id}\n`, frozen);
    await this.row.pause(async (handle) => {
      await copyTail(old, fresh, from);
      fs.renameSync(fresh, this.file);
      await handle.close();
      this.log = new LogFile(this.file);
      old.moveTo(this.log, { from, by: size - from });
      for (const { entry, at, length } of places) entry.place = { log: this.log, at, length };
      this.end += size - from;
      this.id = id;
      this.indexedUntil = 0;
      old.close();
    });
  }

  /** All there is between two units of work, and up to where the journal tells of it. */
  private async frozen(): Promise<Frozen & { log: LogFile; end: number }> {
    while (!this.world.isAtRest) await breathe();
    const { log, end, world } = this;
    return { ...world.freeze(), notes: world.notes.told(), log, end };
  }
}

async function copyTail(old: LogFile, to: string, from: number): Promise<void> {
  const length = old.size() - from;
  if (length > 0) await fs.promises.appendFile(to, old.bytes(from, length));
}

/** The name of the journal that is there; of a new one if there is none that can be read. */
function openedId(file: string): string {
  const first = fs.existsSync(file) ? firstLine(file) : "";
  if (first.startsWith(KIND)) return first.slice(KIND.length);
  if (first !== "") {
    fs.renameSync(file, `${file}.unread`);
    console.error(`stripe sandbox: ${file} is of another kind and is kept as world.journal.unread`);
  }
  const id = randomUUID();
  fs.writeFileSync(file, `${KIND}${id}\n`);
  return id;
}

function firstLine(file: string): string {
  const log = new LogFile(file);
  try {
    for (const { line } of log.lines(0)) return line.toString("utf8");
    return "";
  } finally {
    log.close();
  }
}
