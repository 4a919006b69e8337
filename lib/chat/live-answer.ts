import "server-only";
import { chatFrame, type Closing, closingFrames } from "@/lib/chat/frames";
import type { FrameSink, Subscription } from "@/lib/platform/event-stream";

export type AnswerIds = { generationId: string; conversationId: string; messageId: string };

/** After the first piece, pieces wait this long for company: a third less work, and nobody reads faster. */
const GATHER_MS = 30;

type Reader = { sink: FrameSink; at: number; isBehind: boolean };

/**
 * An answer that is being written, and whoever listens. Each piece is framed once for all readers; one who is slow
 * keeps no queue of frames here but an offset into the text, and gets the rest in one frame when there is room.
 */
export function liveAnswer(ids: AnswerIds, prefix = "") {
  const readers = new Set<Reader>();
  let text = prefix;
  let sent = prefix.length;
  // Kept apart: to cut it off the end of the text would copy all of a long answer for every frame.
  let waiting = "";
  let timer: NodeJS.Timeout | undefined;
  let closing: Uint8Array[] | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === "") return;
    sent = text.length;
    const frame = chatFrame({ type: "delta", text: waiting }, sent);
    waiting = "";
    for (const reader of readers) if (!reader.isBehind) hand(reader, frame);
  }

  function hand(reader: Reader, frame: Uint8Array): void {
    reader.at = sent;
    reader.isBehind = !reader.sink.send(frame);
  }

  function catchUp(reader: Reader): void {
    reader.isBehind = false;
    if (reader.at < sent) hand(reader, chatFrame({ type: "delta", text: text.slice(reader.at, sent) }, sent));
    if (closing && !reader.isBehind) release(reader, closing);
  }

  function release(reader: Reader, frames: readonly Uint8Array[]): void {
    readers.delete(reader);
    for (const frame of frames) reader.sink.send(frame);
    reader.sink.end();
  }

  return {
    ids,
    text: () => text,
    append(piece: string): void {
      const isFirst = text.length === prefix.length;
      text += piece;
      waiting += piece;
      if (isFirst) flush();
      else timer ??= setTimeout(flush, GATHER_MS);
    },
    flush,
    /** Tells everybody the end. Whoever is behind, or comes later, gets the rest first. */
    end(how: Closing): void {
      flush();
      closing = closingFrames(how, text.length);
      for (const reader of readers) if (!reader.isBehind) release(reader, closing);
    },
    subscribe(sink: FrameSink): Subscription {
      // First what waits for the others, so that the newcomer begins where they all are.
      flush();
      const reader: Reader = { sink, at: 0, isBehind: false };
      readers.add(reader);
      sink.send(chatFrame({ type: "start", ...ids }, 0));
      catchUp(reader);
      return {
        resume: () => {
          if (reader.isBehind) catchUp(reader);
        },
        leave: () => void readers.delete(reader),
      };
    },
  };
}

export type LiveAnswer = ReturnType<typeof liveAnswer>;
