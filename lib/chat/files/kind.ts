/** What a file is, by what is in it: a name and a media type are only what somebody claims. */
export type FileKind =
  | { kind: "image"; mediaType: "image/png" | "image/jpeg" | "image/webp" | "image/gif"; width: number; height: number }
  | { kind: "pdf"; mediaType: "application/pdf" }
  | { kind: "text"; mediaType: "text/markdown" | "text/plain"; text: string };

/** Undefined when it is none of the kinds we take. */
export function kindOf(bytes: Buffer, name: string): FileKind | undefined {
  return imageOf(bytes) ?? pdfOf(bytes) ?? textOf(bytes, name);
}

function imageOf(bytes: Buffer): FileKind | undefined {
  for (const [mediaType, sizeOf] of IMAGES) {
    const size = sizeOf(bytes);
    if (size && size.width > 0 && size.height > 0) return { kind: "image", mediaType, ...size };
  }
  return undefined;
}

type Size = { width: number; height: number };

/** Each reads the size from the header, or nothing when the bytes are no such image. */
const IMAGES = [
  ["image/png", pngSize],
  ["image/gif", gifSize],
  ["image/webp", webpSize],
  ["image/jpeg", jpegSize],
] as const;

function pngSize(bytes: Buffer): Size | undefined {
  const isPng =
    bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89_50_4e_47 && bytes.readUInt32BE(4) === 0x0d_0a_1a_0a;
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : undefined;
}

function gifSize(bytes: Buffer): Size | undefined {
  const isGif = bytes.length >= 10 && /^GIF8[79]a$/.test(bytes.toString("latin1", 0, 6));
  return isGif ? { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) } : undefined;
}

/** The three ways a WebP says its size: https://developers.google.com/speed/webp/docs/riff_container */
function webpSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 30 || bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WEBP") {
    return undefined;
  }
  switch (bytes.toString("latin1", 12, 16)) {
    case "VP8 ":
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

/** Walks the segments to the frame header: ITU-T T.81, annex B. */
function jpegSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xff_d8) return undefined;
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (isFrameHeader(marker)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    // Fill bytes stand between segments; markers without a length carry nothing.
    if (marker === 0xff) at += 1;
    else at += isBare(marker) ? 2 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** SOF0 to SOF15, without the tables (DHT, JPG, DAC) that lie between them. */
const isFrameHeader = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);

/** Readers accept the mark anywhere in the first kilobyte (ISO 32000, annex H); so do we. */
const PDF_MARK_WITHIN_BYTES = 1024;

function pdfOf(bytes: Buffer): FileKind | undefined {
  const isPdf = bytes.subarray(0, PDF_MARK_WITHIN_BYTES).includes("%PDF-");
  return isPdf ? { kind: "pdf", mediaType: "application/pdf" } : undefined;
}

/** Control characters that no text has; NUL is the usual sign of a binary. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const BINARY = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/** Markdown, code, tables, logs: anything that is UTF-8 and has no mark of a binary. */
function textOf(bytes: Buffer, name: string): FileKind | undefined {
  const text = decoded(bytes);
  if (text === undefined || BINARY.test(text)) return undefined;
  return { kind: "text", mediaType: /\.(md|markdown)$/i.test(name) ? "text/markdown" : "text/plain", text };
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined; // Another encoding, or no text at all.
  }
}
