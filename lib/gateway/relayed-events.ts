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

/** All up to the first word goes at once; later events go together, because a write for each costs more than all the rest. */
const TOGETHER_MS = 30;

/**
 * The provider's events as they came, for who reads them. A failure on the way is an event of its own, as OpenAI sends
 * it, and no `[DONE]` follows; it ends every other, also where the provider forgot it.
 */
export function relayedEvents(stream: ProgramStream, telling: Telling): ReadableStream<Uint8Array> {
  const { withUsage, onLeave, keep } = telling;
  let mail: Mail | undefined;
  const told: string[] = [];

  let hasSpoken = false;

  function tell(data: string, isUrgent = false): void {
    const event = `data: ${data}\n\n`;
    if (keep) told.push(event);
    mail?.send(event, isUrgent);
  }

  async function tellAll(): Promise<void> {
    const charge = await stream.listen((event) => {
      const data = toldOf(event, withUsage);
      if (data !== undefined) tell(data, !hasSpoken);
      hasSpoken ||= event.said !== "";
    });
    tell("[DONE]");
    await keep?.(told.join(""), charge);
  }

  return new ReadableStream<Uint8Array>({
    start(controller) {
      mail = mailTo(controller);
      void tellAll()
        .catch((thrown: unknown) => tell(JSON.stringify(failureBody(thrown))))
        .finally(() => mail?.end());
    },
    cancel() {
      mail?.leave();
      mail = undefined;
      onLeave();
    },
  });
}

type Mail = ReturnType<typeof mailTo>;

const encoder = new TextEncoder();

function mailTo(controller: ReadableStreamDefaultController<Uint8Array>) {
  let waiting = "";
  let timer: NodeJS.Timeout | undefined;

  function post(): void {
    timer = undefined;
    if (waiting === "") return;
    controller.enqueue(encoder.encode(waiting));
    waiting = "";
    timer = setTimeout(post, TOGETHER_MS);
  }

  return {
    send(text: string, isUrgent: boolean): void {
      waiting += text;
      if (isUrgent) clearTimeout(timer);
      if (isUrgent || timer === undefined) post();
    },
    end(): void {
      clearTimeout(timer);
      post();
      clearTimeout(timer);
      controller.close();
    },
    leave: () => clearTimeout(timer),
  };
}

const USAGE = '"usage"';
/** Outside a JSON string a quote has no backslash before it, so these words are the field and nobody's text. */
const NO_USAGE = /,\s*"usage":\s*null/;

function toldOf({ data, isUsageOnly }: RelayEvent, withUsage: boolean): string | undefined {
  if (withUsage) return data;
  if (isUsageOnly) return undefined;
  return data.includes(USAGE) ? data.replace(NO_USAGE, "") : data;
}

function failureBody(thrown: unknown) {
  const failure = programFailure(thrown);
  if (failure instanceof ProgramError) return failure.body;
  log.error("program.stream_failed", thrown);
  return new ProgramError(500, "Something went wrong on our side.", { type: "server_error", code: "server_error" })
    .body;
}
