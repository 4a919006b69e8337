import "server-only";
import { chatFrame, type Closing, closingFrames } from "@/lib/chat/frames";
import type { FrameSink, Subscription } from "@/lib/platform/event-stream";

export type AnswerIds = { generationId: string; conversationId: string; messageId: string };

/**
 * After the first piece, pieces wait this long for company: fewer frames are less work for who writes and who reads
 * them, and twenty a second look like writing.
 */
const GATHER_MS = 50;

/** `at`: the UTF-16 units of the answer that the reader has, or claims to have. */
type Reader = { sink: FrameSink; at: number; isBehind: boolean };

/**
 * An answer that is being written, and whoever listens. Each piece is framed once for all readers; one who is slow
 * keeps no queue of frames here but an offset into the text, and gets the rest in one frame when there is room.
 *
 * `prefix` is what it begins with already.
 */
export function liveAnswer(ids: AnswerIds, prefix = "") {
  const readers = new Set<Reader>();
  let text = prefix;
  let sent = prefix.length;
  // Kept apart: to cut it off the end of the text would copy all of a long answer for every frame.
  let waiting = "";
  /** One for all frames: it is set again instead of made anew. */
  let timer: NodeJS.Timeout | undefined;
  let isTimed = false;
  let closing: Closing | undefined;

  function gather(): void {
    if (isTimed) return;
    isTimed = true;
    timer = timer?.refresh() ?? setTimeout(whenTimed, GATHER_MS);
  }

  function whenTimed(): void {
    isTimed = false;
    flush();
  }

  function flush(): void {
    if (waiting === "") return;
    const before = sent;
    sent = text.length;
    const frame = chatFrame({ type: "delta", text: waiting }, sent);
    waiting = "";
    for (const reader of readers) {
      if (reader.isBehind) continue;
      if (reader.at === before) hand(reader, frame);
      else handRest(reader);
    }
  }

  function hand(reader: Reader, frame: Uint8Array): void {
    reader.at = sent;
    reader.isBehind = !reader.sink.send(frame);
  }

  /** Nothing, for one who came back with more than there is yet. */
  function handRest(reader: Reader): void {
    if (reader.at < sent) hand(reader, chatFrame({ type: "delta", text: text.slice(reader.at, sent) }, sent));
  }

  function catchUp(reader: Reader): void {
    reader.isBehind = false;
    handRest(reader);
    if (closing && !reader.isBehind) release(reader, closing);
  }

  function release(reader: Reader, how: Closing): void {
    readers.delete(reader);
    const hasTooMuch = reader.at > text.length;
    const frames = closingFrames(hasTooMuch ? { keptLength: text.length, ...how } : how, text.length);
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
      else gather();
    },
    flush,
    /** Tells everybody the end. Whoever is behind, or comes later, gets the rest first. */
    end(how: Closing): void {
      flush();
      clearTimeout(timer);
      closing = how;
      for (const reader of readers) if (!reader.isBehind) release(reader, how);
    },
    /** Tells the text from `from` (UTF-16 units) on: all of it, unless the reader comes back. */
    subscribe(sink: FrameSink, from = 0): Subscription {
      // First what waits for the others, so that the newcomer begins where they all are.
      flush();
      const reader: Reader = { sink, at: from, isBehind: false };
      readers.add(reader);
      sink.send(chatFrame({ type: "start", ...ids }, from));
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
