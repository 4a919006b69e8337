import "server-only";

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
const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/** Answers with what the source sends, for as long as the reader stays. */
export function eventStream(source: FrameSource): Response {
  let subscription: Subscription | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        subscription = source({
          send(frame) {
            controller.enqueue(frame);
            return (controller.desiredSize ?? 0) > 0;
          },
          end: () => controller.close(),
        });
      },
      pull: () => subscription?.resume(),
      cancel: () => subscription?.leave(),
    },
    { highWaterMark: BEHIND_BYTES, size: (frame) => frame.byteLength },
  );
  return new Response(body, { headers: HEADERS });
}

/** One event on the wire. `id` is what a reader who comes back names as the last it has seen. */
export function eventFrame(event: string, id: number, data: object): Uint8Array {
  return Buffer.from(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
}
