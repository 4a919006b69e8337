import type { IncomingMessage } from "node:http";

/** The sender wrote more than the route takes. The rest of the body is not read. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    super(`The body is larger than ${limitBytes} bytes.`);
    this.limitBytes = limitBytes;
  }
}

/** The sender left before the body was whole. There is nobody to answer. */
export class BodyCutShort extends Error {
  override readonly name = "BodyCutShort";
}

/** Throws `BodyTooLarge` past the limit, and `BodyCutShort` when the sender leaves. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) {
        request.pause();
        reject(new BodyTooLarge(limitBytes));
        return;
      }
      chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", (error) => reject(new BodyCutShort("The request ended early.", { cause: error })));
    request.on("close", () => reject(new BodyCutShort("The connection closed before the body was whole.")));
  });
}

/** The parsed JSON, or `undefined` when the bytes are not JSON in UTF-8. (JSON itself has no `undefined`.) */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
