import { inflateSync } from "node:zlib";

const MOST_PIXELS = 4_000_000;
const HEADER_BYTES = 8;
/** Bytes a pixel by colour type, for eight bits a channel. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The rows of a plain PNG, each pixel as its channels; `palette` when the one channel is a place in it. */
export type PngPixels = { channels: number; data: Buffer; palette: Buffer | undefined };

/** Nothing for what is not cheap: interlaced, other than eight bits, or very large. Throws on damaged bytes. */
export function pngPixels(bytes: Buffer): PngPixels | undefined {
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth, type, interlaced] = [bytes.readUInt8(24), bytes.readUInt8(25), bytes.readUInt8(28)];
  const channels = CHANNELS[type];
  if (channels === undefined || depth !== 8 || interlaced !== 0 || width * height > MOST_PIXELS) return undefined;
  const chunks = chunksOf(bytes);
  const stride = width * channels;
  const raw = inflateSync(Buffer.concat(chunks.get("IDAT") ?? []), { maxOutputLength: (stride + 1) * height });
  return {
    channels,
    data: unfilter(raw, { stride, height, channels }),
    palette: type === 3 ? Buffer.concat(chunks.get("PLTE") ?? []) : undefined,
  };
}

function chunksOf(bytes: Buffer): Map<string, Buffer[]> {
  const chunks = new Map<string, Buffer[]>();
  for (let at = HEADER_BYTES; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString("latin1", at + 4, at + 8);
    chunks.set(name, [...(chunks.get(name) ?? []), bytes.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  return chunks;
}

/** Each row says by its first byte what was subtracted from it (PNG, 9.2): the left, the upper, their mean, or the nearest. */
function unfilter(raw: Buffer, { stride, height, channels }: { stride: number; height: number; channels: number }) {
  const data = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = raw.readUInt8(row * (stride + 1));
    const [from, to] = [row * (stride + 1) + 1, row * stride];
    for (let x = 0; x < stride; x += 1) {
      // Beside the first pixel is nothing; above the first row the index falls before the buffer.
      const at = to + x;
      const left = x < channels ? 0 : (data[at - channels] ?? 0);
      const corner = x < channels ? 0 : (data[at - stride - channels] ?? 0);
      data[at] = ((raw[from + x] ?? 0) + predicted(filter, { left, up: data[at - stride] ?? 0, corner })) & 0xff;
    }
  }
  return data;
}

function predicted(filter: number, { left, up, corner }: { left: number; up: number; corner: number }): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return nearest(left, up, corner);
    default:
      return 0;
  }
}

function nearest(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
