import "server-only";
import { programFailure } from "@/lib/gateway/failures";
import type { Keeper } from "@/lib/gateway/kept-answers";
import type { ProgramStream, RelayEvent } from "@/lib/inference/programs";
import { log } from "@/lib/platform/log";
import { ProgramError } from "@/lib/platform/program-error";

type Telling = {
  /** Whether the caller asked to be told the usage. */
  withUsage: boolean;
  /** The reader is gone: nobody is written for any more. */
  onLeave: () => void;
  /** Keeps what was told, once it is whole. */
  keep?: Keeper | undefined;
};

const encoder = new TextEncoder();

/**
 * The provider's events as they came, for who reads them. A failure on the way is an event of its own, as OpenAI sends
 * it, and no `[DONE]` follows; it ends every other, also where the provider forgot it.
 */
export function relayedEvents(
  stream: ProgramStream,
  { withUsage, onLeave, keep }: Telling,
): ReadableStream<Uint8Array> {
  let isLeft = false;
  const told: string[] = [];
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (data: string) => {
        const event = `data: ${data}\n\n`;
        if (keep) told.push(event);
        if (!isLeft) controller.enqueue(encoder.encode(event));
      };
      const tellAll = async () => {
        const charge = await stream.listen((event) => {
          const data = toldOf(event, withUsage);
          if (data !== undefined) send(data);
        });
        send("[DONE]");
        await keep?.(told.join(""), charge);
      };
      void tellAll()
        .catch((thrown: unknown) => send(JSON.stringify(failureBody(thrown))))
        .finally(() => {
          if (!isLeft) controller.close();
        });
    },
    cancel() {
      isLeft = true;
      onLeave();
    },
  });
}

/** Outside a JSON string a quote has no backslash before it, so these words are the field and nobody's text. */
const NO_USAGE = /,\s*"usage":\s*null/;

function toldOf({ data, isUsageOnly }: RelayEvent, withUsage: boolean): string | undefined {
  if (withUsage) return data;
  return isUsageOnly ? undefined : data.replace(NO_USAGE, "");
}

function failureBody(thrown: unknown) {
  const failure = programFailure(thrown);
  if (failure instanceof ProgramError) return failure.body;
  log.error("program.stream_failed", thrown);
  return new ProgramError(500, "Something went wrong on our side.", { type: "server_error", code: "server_error" })
    .body;
}
