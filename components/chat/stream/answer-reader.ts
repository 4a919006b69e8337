import type { ChatEvent } from "@/lib/chat/schema";
import { readChatEvent } from "./events";
import { type Frame, frameReader } from "./frames";

/** What is heard of an answer. `lost` is ours: the connection broke, and we are trying to listen on. */
export type AnswerEvent = ChatEvent | { type: "lost" };

/** How far an answer was heard, over all the connections that it takes. */
export type Place = { generationId: string | undefined; length: number };

type AnswerReader = {
  push(bytes: Uint8Array): AnswerEvent[];
  /** Text is missing after `place`: nothing more is taken, and it has to be asked for again. */
  isMissingText(): boolean;
};

/**
 * Reads one connection's bytes. A frame's id is the answer's length after it, so that text which was heard before is
 * dropped, whole or in part, and nothing is ever shown twice. `place` moves along.
 */
export function answerReader(place: Place): AnswerReader {
  const frames = frameReader();
  let isMissingText = false;

  function take({ event: name, data, id }: Frame): AnswerEvent[] {
    const event = readChatEvent(name, data);
    if (isMissingText || event === undefined) return [];
    switch (event.type) {
      case "start":
        place.generationId = event.generationId;
        return [event];
      case "delta":
        return unheard(event.text, offsetOf(id) ?? place.length + event.text.length);
      case "usage":
        return [event];
      default:
        return [{ ...event, ...keptOf(event, offsetOf(id), place) }];
    }
  }

  function unheard(text: string, end: number): AnswerEvent[] {
    const begin = end - text.length;
    isMissingText = begin > place.length;
    if (isMissingText || end <= place.length) return [];
    const rest = text.slice(place.length - begin);
    place.length = end;
    return [{ type: "delta", text: rest }];
  }

  return { push: (bytes) => frames.push(bytes).flatMap(take), isMissingText: () => isMissingText };
}

type End = Extract<ChatEvent, { type: "done" | "error" }>;

/** A process that died had said more than it had stored; only what is stored is kept. */
function keptOf(event: End, offset: number | undefined, { length }: Place): { keptLength?: number } {
  const keptLength = "keptLength" in event ? event.keptLength : offset;
  return keptLength !== undefined && keptLength < length ? { keptLength } : {};
}

function offsetOf(id: string): number | undefined {
  return /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}
