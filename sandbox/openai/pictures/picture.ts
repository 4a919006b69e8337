import { ApiError } from "../errors";
import { dominantColour } from "./dominant-colour";
import { jpegSize, webpSize } from "./sizes";

export type Size = { width: number; height: number };

/** What can truly be said about a picture without looking at what it shows. */
export type Picture = {
  /** "PNG", …; nothing for one that is elsewhere: the sandbox fetches nothing. */
  kind: string | undefined;
  /** In pixels; nothing when its bytes do not tell. */
  size: Size | undefined;
  /** The colour most of it has, when that is cheaply known. */
  colour: string | undefined;
};

const KINDS: Readonly<Record<string, string>> = {
  "image/png": "PNG",
  "image/jpeg": "JPEG",
  "image/jpg": "JPEG",
  "image/gif": "GIF",
  "image/webp": "WebP",
};
const PNG_SIGNATURE = 0x89504e47;
const DATA_URL = /^data:([^;,]*)((?:;[^;,]*)*),/u;

/**
 * Reads a picture's URL as OpenAI takes it: `data:` with one of four types, or an address on the web.
 * Throws a 400 for anything else.
 */
export function readPicture(url: string, param: string): Picture {
  if (/^https?:\/\//iu.test(url)) return { kind: undefined, size: undefined, colour: undefined };
  const [head = "", type = "", options = ""] = DATA_URL.exec(url.slice(0, 200)) ?? [];
  const kind = KINDS[type.toLowerCase()];
  if (head === "") throw refusal("A picture is a data: URL or an address on the web.", param, "invalid_image_url");
  if (!kind || !options.toLowerCase().endsWith(";base64")) {
    throw refusal("Pictures are PNG, JPEG, GIF or WebP, in base64.", param, "invalid_image_format");
  }
  const coded = url.slice(head.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(coded)) throw refusal("That is not base64.", param, "invalid_base64");
  return describe(kind, Buffer.from(coded, "base64"));
}

/** Damaged bytes are no reason to fail: then less is known. */
function describe(kind: string, bytes: Buffer): Picture {
  try {
    return { kind, size: sizeOf(kind, bytes), colour: kind === "PNG" ? dominantColour(bytes) : undefined };
  } catch {
    return { kind, size: undefined, colour: undefined };
  }
}

function sizeOf(kind: string, bytes: Buffer): Size | undefined {
  switch (kind) {
    case "PNG":
      if (bytes.readUInt32BE(0) !== PNG_SIGNATURE) return undefined;
      return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
    case "GIF":
      if (!bytes.toString("latin1", 0, 6).startsWith("GIF8")) return undefined;
      return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
    case "JPEG":
      return jpegSize(bytes);
    default:
      return webpSize(bytes);
  }
}

function refusal(message: string, param: string, code: string) {
  return new ApiError(400, message, { param, code });
}
