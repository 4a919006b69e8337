import type { ChatEvent } from "@/lib/chat/schema";
import { SendFailure } from "@/components/chat/stream/send-failure";

export const START = {
  type: "start",
  generationId: "0190a6f0-0000-7000-8000-000000000002",
  conversationId: "0190a6f0-0000-7000-8000-000000000003",
  messageId: "0190a6f0-0000-7000-8000-000000000004",
} as const;

export const delta = (text: string): ChatEvent => ({ type: "delta", text });
export const DONE: ChatEvent = { type: "done", finishReason: "stop" };

/** A frame as the server writes it: its id is the answer's length after it. */
export const frame = ({ type, ...data }: ChatEvent, id = 0) =>
  `event: ${type}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;

export const bytes = (text: string) => new TextEncoder().encode(text);

/** The stream of a whole text from `from` on, in deltas of these lengths, and its end. */
export function wire(text: string, { from = 0, lengths = [3], end = DONE }: WireOptions = {}): string {
  const frames = [frame(START, from)];
  for (let at = from, place = 0; at < text.length; place += 1) {
    const next = Math.min(text.length, at + (lengths[place % lengths.length] ?? 1));
    frames.push(frame(delta(text.slice(at, next)), next));
    at = next;
  }
  return [...frames, frame(end, text.length)].join("");
}

type WireOptions = { from?: number; lengths?: number[]; end?: ChatEvent };

/** One connection: bytes, and a failure where it breaks. */
export async function* connection(...pieces: (Uint8Array | Error)[]): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces) {
    if (piece instanceof Error) throw piece;
    yield piece;
  }
}

export const BROKEN = new SendFailure("unreachable", "We could not reach the server.");

/** A network that is always there, and whose pauses are written down and not waited for. */
export function aNetwork() {
  const pauses: number[] = [];
  const callbacks = new Set<() => void>();
  return {
    pauses,
    comeBack: () => {
      for (const callback of callbacks) callback();
    },
    onReturn(callback: () => void) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    pause: (ms: number) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  };
}
