import "server-only";
import { programFailure } from "@/lib/gateway/failures";
import type { Keeper } from "@/lib/gateway/kept-answers";
import type { ProgramStream, RelayEvent } from "@/lib/inference/programs";
import type { FrameSink, FrameSource } from "@/lib/platform/event-stream";
import { log } from "@/lib/platform/log";
import { ProgramError } from "@/lib/platform/program-error";

type Telling = {
  /** Whether the caller asked to be told the usage. */
  withUsage: boolean;
  /** Keeps what was told, once it is whole. */
  keep?: Keeper | undefined;
};

/** All up to the first word goes at once; later events go together, because a write for each costs more than all the rest. */
const TOGETHER_MS = 30;

/**
 * The provider's events as they came, for who reads them. A failure on the way is an event of its own, as OpenAI sends
 * it, and no `[DONE]` follows; it ends every other, also where the provider forgot it.
 */
export function relayedEvents(stream: ProgramStream, telling: Telling): FrameSource {
  return (sink) => {
    const mail = mailTo(sink);
    void tellAll(stream, { ...telling, mail })
      .catch((thrown: unknown) => mail.send(eventOf(JSON.stringify(failureBody(thrown)))))
      .finally(mail.end);
    // All is handed over as it comes; what a slow reader has not read is no longer than an answer.
    return { resume: () => undefined, leave: mail.leave };
  };
}

async function tellAll(stream: ProgramStream, { withUsage, keep, mail }: Telling & { mail: Mail }): Promise<void> {
  const told: string[] = [];
  let hasSpoken = false;

  function tell(data: string, isUrgent = false): void {
    const event = eventOf(data);
    if (keep) told.push(event);
    mail.send(event, isUrgent);
  }

  const charge = await stream.listen((event) => {
    const data = toldOf(event, withUsage);
    if (data !== undefined) tell(data, !hasSpoken);
    hasSpoken ||= event.said !== "";
  });
  tell("[DONE]");
  await keep?.(told.join(""), charge);
}

function eventOf(data: string): string {
  return `data: ${data}\n\n`;
}

type Mail = ReturnType<typeof mailTo>;

/** For a reader who has left, nothing is gathered any more. */
function mailTo(sink: FrameSink) {
  let waiting = "";
  let timer: NodeJS.Timeout | undefined;
  let isGone = false;

  function post(): void {
    timer = undefined;
    if (waiting === "") return;
    sink.send(Buffer.from(waiting));
    waiting = "";
    timer = setTimeout(post, TOGETHER_MS);
  }

  return {
    send(text: string, isUrgent = false): void {
      if (isGone) return;
      waiting += text;
      if (isUrgent) clearTimeout(timer);
      if (isUrgent || timer === undefined) post();
    },
    end(): void {
      clearTimeout(timer);
      post();
      clearTimeout(timer);
      if (!isGone) sink.end();
    },
    leave(): void {
      isGone = true;
      waiting = "";
      clearTimeout(timer);
    },
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
