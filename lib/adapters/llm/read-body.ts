import "server-only";
import type { IncomingMessage } from "node:http";
import { errorIn } from "@/lib/adapters/llm/chunk";
import { failureFor } from "@/lib/adapters/llm/failures";
import { jsonOf } from "@/lib/adapters/llm/json";
import { textOf } from "@/lib/adapters/llm/transport";
import { AppError } from "@/lib/platform/errors";

/**
 * The body of an answer that is a stream of events.
 * @throws AppError for a 200 that is none: an error that lost its status on the way, or somebody else's page.
 */
export async function eventBodyOf(message: IncomingMessage): Promise<IncomingMessage> {
  if (message.headers["content-type"]?.startsWith("text/event-stream")) return message;
  const error = errorIn(jsonOf(await textOf(message)));
  throw failureFor({ status: 502, error: error ?? { code: "not_a_stream", type: "" } });
}

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
