import "server-only";
import type { ChatEvent } from "@/lib/chat/schema";
import { env } from "@/lib/platform/env";
import { AppError, failureMessage } from "@/lib/platform/errors";
import { eventText } from "@/lib/platform/event-stream";

/** How an answer ended, as its last frames tell it. */
export type Closing = {
  usage?: { inputTokens: number; outputTokens: number; costMicros: bigint };
  end: { finishReason: string } | { errorCode: string };
  /** Where less is kept than a reader may have: so many UTF-16 units of the answer. */
  keptLength?: number;
};

/** Frames are a whole number of these long: who counts encrypted bytes can not tell one word from another. */
const PAD_BYTES = 64;
const LEAST_PAD_BYTES = 2;
/** Comment lines, which every reader of event streams skips, by their length. */
const PADS = Array.from({ length: PAD_BYTES + LEAST_PAD_BYTES }, (_, length) =>
  length < LEAST_PAD_BYTES ? "" : `:${" ".repeat(length - LEAST_PAD_BYTES)}\n`,
);

/** `offset`: the UTF-16 units of the answer that the reader has after this frame. */
export function chatFrame(
  { type, ...data }: ChatEvent,
  offset: number,
  { isPadded = env.padsStreams }: { isPadded?: boolean } = {},
): Uint8Array {
  const text = eventText(type, offset, data);
  return Buffer.from(isPadded ? `${padFor(Buffer.byteLength(text))}${text}` : text);
}

function padFor(bytes: number): string {
  if (bytes % PAD_BYTES === 0) return "";
  const over = (bytes + LEAST_PAD_BYTES) % PAD_BYTES;
  return PADS[over === 0 ? LEAST_PAD_BYTES : PAD_BYTES - over + LEAST_PAD_BYTES] ?? "";
}

/** What was used, if anything was delivered, and then the one last frame. `length` is what there is of the answer. */
export function closingFrames({ usage, end, keptLength }: Closing, length: number): Uint8Array[] {
  const kept = keptLength === undefined ? {} : { keptLength };
  const used: ChatEvent[] = usage ? [{ type: "usage", ...usage, costMicros: Number(usage.costMicros) }] : [];
  const last: ChatEvent =
    "errorCode" in end
      ? { type: "error", code: end.errorCode, message: failureMessage(end.errorCode), ...kept }
      : { type: "done", finishReason: end.finishReason, ...kept };
  return [...used, last].map((event) => chatFrame(event, keptLength ?? length));
}

/** The closing of an answer whose end could not be written: what became of it shows after a reload. */
export function unwrittenClosing(): Closing {
  return { end: { errorCode: new AppError("database_down").code } };
}
