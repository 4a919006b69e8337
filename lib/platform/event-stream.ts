import "server-only";
import type { ServerResponse } from "node:http";

/** Where a source puts frames for one reader. */
export type FrameSink = {
  /** Hands a frame over; false asks to wait for {@link Subscription.resume} before the next. */
  send(frame: Uint8Array): boolean;
  end(): void;
};

/** What a source gives its reader in return. */
export type Subscription = {
  /** The reader, who was behind, has room again. */
  resume(): void;
  /** The reader is gone. */
  leave(): void;
};

/** Begins to send to a sink: at once, and later by itself. */
export type FrameSource = (sink: FrameSink) => Subscription;

/** A reader this far behind is not pushed to any more: it asks when it has caught up. */
const BEHIND_BYTES = 64 * 1024;

/** Server-sent events. `no-transform` keeps compressing middle-men from holding frames back. */
export const EVENT_STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/** Proxies cut what is silent for half a minute, and some models think for longer before their first word. */
const KEEP_ALIVE_MS = 15_000;
/** A comment, which readers of event streams pass over, as long as a short frame. */
const KEEP_ALIVE = Buffer.from(`:${" ".repeat(61)}\n\n`);

/** Answers with what the source sends, for as long as the reader stays. */
export function eventStream(source: FrameSource, keepAliveMs: number = KEEP_ALIVE_MS): Response {
  let subscription: Subscription | undefined;
  let beat: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        beat = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(KEEP_ALIVE);
        }, keepAliveMs).unref();
        subscription = source({
          send(frame) {
            controller.enqueue(frame);
            return (controller.desiredSize ?? 0) > 0;
          },
          end() {
            clearInterval(beat);
            controller.close();
          },
        });
      },
      pull: () => subscription?.resume(),
      cancel() {
        clearInterval(beat);
        subscription?.leave();
      },
    },
    { highWaterMark: BEHIND_BYTES, size: (frame) => frame.byteLength },
  );
  return new Response(body, { headers: EVENT_STREAM_HEADERS });
}

/**
 * The same, written to the socket itself, whose head is set: no web stream on the way, which costs more than all the
 * rest of a frame.
 */
export function sendFrames(response: ServerResponse, source: FrameSource, keepAliveMs: number = KEEP_ALIVE_MS): void {
  // Who left before there was anything to hear has no reader any more.
  if (response.destroyed) return source({ send: () => false, end: () => undefined }).leave();
  const hasRoom = () => response.writableLength < BEHIND_BYTES;
  const beat = setInterval(() => {
    if (hasRoom()) response.write(KEEP_ALIVE);
  }, keepAliveMs).unref();
  const subscription = source({
    send(frame) {
      response.write(frame);
      return hasRoom();
    },
    end() {
      clearInterval(beat);
      response.end();
    },
  });
  response.flushHeaders();
  response.on("drain", subscription.resume);
  response.once("close", () => {
    clearInterval(beat);
    subscription.leave();
  });
}

/** One event on the wire. `id` is what a reader who comes back names as the last it has seen. */
export function eventText(event: string, id: number, data: object): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
