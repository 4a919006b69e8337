import type { ServerResponse } from "node:http";
import type { Framing } from "./faults";

/** Shorter than a frame, and odd, so that its cuts fall into every character of more bytes sooner or later. */
const SLICE_BYTES = 5;

/** Puts frames on the wire as the framing says; to a reader that keeps to the standard all of them are the same. */
export function wireFor(response: ServerResponse, framing: Framing) {
  return {
    write(text: string) {
      for (const piece of piecesOf(text, framing)) response.write(piece);
    },
    end(text: string) {
      for (const piece of piecesOf(text, framing)) response.write(piece);
      response.end();
    },
  };
}
export type Wire = ReturnType<typeof wireFor>;

/** Each piece is one chunk of the body. A text of plain letters is left in one: only what can be cut in two is. */
export function piecesOf(text: string, framing: Framing): (string | Buffer)[] {
  if (text === "") return [];
  if (framing === "crlf") return [text.replaceAll("\n", "\r\n")];
  if (framing !== "split-utf8") return [text];
  const bytes = Buffer.from(text);
  if (bytes.length === text.length) return [text];
  const count = Math.ceil(bytes.length / SLICE_BYTES);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * SLICE_BYTES, (index + 1) * SLICE_BYTES));
}
