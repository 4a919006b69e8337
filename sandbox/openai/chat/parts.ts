import { type Picture, readPicture } from "../pictures/picture";
import { pictureTokens } from "../pictures/tokens";
import { countTokens } from "../tokens";
import type { ChatMessage } from "./request";

/** A file that came with a message: its name, and its words when it holds plain text. */
export type Attached = { name: string; bytes: number; text: string };
export type Parts = { pictures: Picture[]; files: Attached[]; tokens: number };

const TEXT_FILE = /^data:(?:text\/|application\/(?:json|xml))[^,]*;base64,/u;
const BYTES_A_TOKEN = 4;

/** What a message holds beside its words. `index` is its place, for the 400 that a picture may be. */
export function partsOf({ content }: ChatMessage, index: number): Parts {
  const parts: Parts = { pictures: [], files: [], tokens: 0 };
  if (!Array.isArray(content)) return parts;
  for (const [place, part] of content.entries()) {
    if (part.type === "image_url") {
      const picture = readPicture(part.image_url.url, `messages[${index}].content[${place}].image_url.url`);
      parts.pictures.push(picture);
      parts.tokens += pictureTokens(picture.size, part.image_url.detail);
    } else if (part.type === "file") {
      const file = attached(part.file);
      parts.files.push(file);
      parts.tokens += file.text === "" ? Math.ceil(file.bytes / BYTES_A_TOKEN) : countTokens(file.text);
    }
  }
  return parts;
}

function attached(file: { filename?: string | undefined; file_data?: string | undefined }): Attached {
  const { filename = "a file", file_data: data = "" } = file;
  const bytes = Buffer.from(data.slice(data.indexOf(",") + 1), "base64");
  return { name: filename, bytes: bytes.length, text: TEXT_FILE.test(data) ? bytes.toString("utf8") : "" };
}
