import type { StreamOptions } from "@/components/chat/stream/open-stream";
import { unreachable } from "@/components/chat/stream/send-failure";
import { aNetwork, bytes, frame } from "@/components/chat/stream/testing/answer-server";
import { type ChatNews, chatStore } from "@/components/chat/state/chat-store";
import type { ChatEvent, ChatRequest, SendMessage } from "@/lib/chat/schema";

const uuid = (n: number) => `0190a6f0-0000-7000-8000-00000000000${n}`;
export const [G, C, A] = [uuid(1), uuid(2), uuid(3)];
export const REQUEST: SendMessage = { message: "Hello", clientRequestId: "r1" };
export const START: ChatEvent = { type: "start", generationId: G, conversationId: C, messageId: A };
export const DONE: ChatEvent = { type: "done", finishReason: "stop" };

/** A server that says what the test tells it to, when the test tells it to: frames with their ids, or a failure. */
function aStream() {
  const said: (Uint8Array | Error | "end")[] = [];
  let wake = () => {};
  const posted: ChatRequest[] = [];
  const resumed: [string, number][] = [];
  async function* read(signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const piece = said.shift();
      if (piece === "end") return;
      if (piece instanceof Error) throw piece;
      if (piece) yield piece;
      else
        await new Promise<void>((resolve, reject) => {
          wake = resolve;
          signal?.addEventListener("abort", () => reject(unreachable(signal.reason)));
        });
    }
  }
  let length = 0;
  const framed = (events: ChatEvent[]) =>
    events.map((event) => {
      length += event.type === "delta" ? event.text.length : 0;
      return frame(event, length);
    });
  return {
    posted,
    resumed,
    async say(...pieces: (ChatEvent[] | Error | "end")[]) {
      said.push(...pieces.map((piece) => (Array.isArray(piece) ? bytes(framed(piece).join("")) : piece)));
      wake();
      for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
    },
    post: (request: ChatRequest, { signal }: StreamOptions = {}) => {
      posted.push(request);
      length = 0;
      return read(signal);
    },
    resume: (generationId: string, from: number) => {
      resumed.push([generationId, from]);
      return read();
    },
  };
}

export function aChat({ stop = () => Promise.resolve() }: { stop?: (id: string, seen: number) => Promise<void> } = {}) {
  const stream = aStream();
  const news: ChatNews[] = [];
  const stops: [string, number][] = [];
  const frames: (() => void)[] = [];
  const timers = new Map<() => void, number>();
  const store = chatStore({
    schedule: (callback) => frames.push(callback),
    post: stream.post,
    resume: stream.resume,
    stop: (id, seenLength) => {
      stops.push([id, seenLength]);
      return stop(id, seenLength);
    },
    network: aNetwork(),
    later: (callback, ms) => {
      timers.set(callback, ms);
      return () => void timers.delete(callback);
    },
  });
  store.onNews((item) => news.push(item));
  const frame = () => {
    for (const callback of frames.splice(0)) callback();
  };
  const passTime = (ms: number) => {
    for (const [callback, after] of timers) if (after <= ms) callback();
  };
  return { stream, news, stops, frame, passTime, timers, store, told: () => news.map(({ type }) => type) };
}
