import fs from "node:fs";

/** Where the text of one value lies in a log, in bytes. */
export type Place = { log: LogFile; at: number; length: number };

const CHUNK_BYTES = 4 * 1024 * 1024;
const LINE_END = 10;

/** A file that only ever grows, read wherever one likes. When it is written anew, what it held lies elsewhere. */
export class LogFile {
  readonly path: string;
  private descriptor: number | undefined;
  private moved: { to: LogFile; from: number; by: number } | undefined;

  constructor(path: string) {
    this.path = path;
  }

  size(): number {
    return fs.fstatSync(this.opened()).size;
  }

  bytes(at: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    const read = fs.readSync(this.opened(), bytes, 0, length, at);
    if (read < length) throw new Error(`${this.path} ends before byte ${at + length}`);
    return bytes;
  }

  /** The whole lines from a byte on, each with where it begins. What has no end is none. */
  *lines(from: number): Generator<{ line: Buffer; at: number }> {
    let at = from;
    let rest: Buffer = Buffer.alloc(0);
    for (let left = this.size() - from; left > 0; ) {
      const chunk = this.bytes(at + rest.length, Math.min(CHUNK_BYTES, left));
      left -= chunk.length;
      const held = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = held.indexOf(LINE_END); end >= 0; end = held.indexOf(LINE_END, start)) {
        yield { line: held.subarray(start, end), at: at + start };
        start = end + 1;
      }
      at += start;
      rest = held.subarray(start);
    }
  }

  /** Says that all from a byte on lies in another log now, so many bytes further. */
  moveTo(to: LogFile, { from, by }: { from: number; by: number }): void {
    this.moved = { to, from, by };
  }

  /** Where a place of this log is now. */
  follow(place: Place): Place {
    if (!this.moved || place.at < this.moved.from) return place;
    const { to, by } = this.moved;
    return to.follow({ log: to, at: place.at + by, length: place.length });
  }

  /** Whoever reads after this opens it again. */
  close(): void {
    if (this.descriptor !== undefined) fs.closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private opened(): number {
    return (this.descriptor ??= fs.openSync(this.path, "r"));
  }
}

export function valueAt(place: Place): object {
  const { log, at, length } = place.log.follow(place);
  return JSON.parse(log.bytes(at, length).toString("utf8")) as object;
}
