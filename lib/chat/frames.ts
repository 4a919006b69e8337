import "server-only";
import type { ChatEvent } from "@/lib/chat/schema";
import { eventFrame } from "@/lib/platform/event-stream";
import { AppError, failureMessage } from "@/lib/platform/errors";

/** How an answer ended, as its last frames tell it. */
export type Closing = {
  usage?: { inputTokens: number; outputTokens: number; costMicros: bigint };
  end: { finishReason: string } | { errorCode: string };
};

/** `offset`: the UTF-16 units of the answer that the reader has after this frame. */
export function chatFrame({ type, ...data }: ChatEvent, offset: number): Uint8Array {
  return eventFrame(type, offset, data);
}

/** What was used, if anything was delivered, and then the one last frame. */
export function closingFrames({ usage, end }: Closing, offset: number): Uint8Array[] {
  const used: ChatEvent[] = usage ? [{ type: "usage", ...usage, costMicros: Number(usage.costMicros) }] : [];
  const last: ChatEvent =
    "errorCode" in end
      ? { type: "error", code: end.errorCode, message: failureMessage(end.errorCode) }
      : { type: "done", finishReason: end.finishReason };
  return [...used, last].map((event) => chatFrame(event, offset));
}

/** The closing of an answer whose end could not be written: what became of it shows after a reload. */
export function unwrittenClosing(): Closing {
  return { end: { errorCode: new AppError("database_down").code } };
}
