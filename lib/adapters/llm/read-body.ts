import "server-only";
import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/platform/errors";

type Reader = { push: (bytes: Buffer) => void; end: () => void };

/**
 * Reads a body to its end by callback. However it ends early, also because the reader threw, the connection is let go.
 * @throws AppError `model_cut_off`, or what the reader threw of its kind.
 */
export function readBody(body: IncomingMessage, { push, end }: Reader): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const breakOff = (thrown: unknown) => {
      body.destroy();
      reject(thrown instanceof AppError ? thrown : new AppError("model_cut_off", undefined, { cause: thrown }));
    };
    const guarded = (work: () => void) => {
      try {
        work();
      } catch (thrown) {
        breakOff(thrown);
      }
    };
    body.on("data", (bytes: Buffer) => guarded(() => push(bytes)));
    body.on("end", () => {
      guarded(end);
      resolve();
    });
    body.on("error", breakOff);
  });
}
