import fs from "node:fs";

type Batch = { lines: string[]; done: Promise<void>; resolve: () => void; reject: (reason: unknown) => void };
type Pause = {
  work: (handle: fs.promises.FileHandle) => Promise<void>;
  resolve: () => void;
  reject: (r: unknown) => void;
};

/** All writing to one file, in its order: what comes while something is being written is written together, after it. */
export class WriteRow {
  private readonly file: string;
  private handle: fs.promises.FileHandle | undefined;
  private waiting: Batch | undefined;
  private current: Batch | undefined;
  private readonly pauses: Pause[] = [];
  private running: Promise<void> | undefined;
  private broken: { reason: unknown } | undefined;

  constructor(file: string) {
    this.file = file;
  }

  append(line: string): void {
    this.waiting ??= newBatch();
    this.waiting.lines.push(line);
    this.run();
  }

  /** Resolves when all that was appended so far is written. Once a write has failed nothing is acknowledged any more. */
  async flushed(): Promise<void> {
    if (this.broken) throw this.broken.reason;
    await (this.waiting ?? this.current)?.done;
  }

  /** Does something to the file while nothing is written to it. It closes the handle it is given if it moves the file. */
  async pause(work: Pause["work"]): Promise<void> {
    const done = new Promise<void>((resolve, reject) => this.pauses.push({ work, resolve, reject }));
    this.run();
    await done;
  }

  async close(): Promise<void> {
    await this.running;
    await this.handle?.close();
    this.handle = undefined;
  }

  private run(): void {
    this.running ??= this.drain().finally(() => {
      this.running = undefined;
      if (this.waiting || this.pauses.length > 0) this.run();
    });
  }

  private async drain(): Promise<void> {
    for (;;) {
      const pause = this.pauses.shift();
      if (pause) {
        await this.stand(pause);
        continue;
      }
      this.current = this.waiting;
      this.waiting = undefined;
      if (!this.current) return;
      await this.write(this.current);
      this.current = undefined;
    }
  }

  private async stand({ work, resolve, reject }: Pause): Promise<void> {
    try {
      const handle = (this.handle ??= await fs.promises.open(this.file, "a"));
      this.handle = undefined;
      await work(handle);
      resolve();
    } catch (error) {
      reject(error);
    }
  }

  private async write(batch: Batch): Promise<void> {
    try {
      if (this.broken) throw this.broken.reason;
      this.handle ??= await fs.promises.open(this.file, "a");
      await this.handle.appendFile(batch.lines.join(""));
      batch.resolve();
    } catch (error) {
      // Half a line may stand there, and what comes after it would be lost with it.
      this.broken ??= { reason: error };
      batch.reject(error);
    }
  }
}

function newBatch(): Batch {
  let [resolve, reject]: [() => void, (reason: unknown) => void] = [() => {}, () => {}];
  const done = new Promise<void>((yes, no) => ([resolve, reject] = [yes, no]));
  // Who waits for it hears of it; nobody need wait.
  done.catch(() => {});
  return { lines: [], done, resolve, reject };
}
