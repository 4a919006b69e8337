import { refusalOf, unreachable } from "./send-failure";

export type Fetch = typeof globalThis.fetch;

export type StreamOptions = { signal?: AbortSignal; fetch?: Fetch };

/**
 * Asks for a stream and yields its bytes as the network brings them. The end of the bytes ends it, whether the answer
 * was complete or not.
 * @throws SendFailure when it was refused, or the connection broke.
 */
export async function* openStream(
  url: string,
  init: RequestInit,
  { signal, fetch = globalThis.fetch }: StreamOptions = {},
): AsyncGenerator<Uint8Array, void> {
  const response = await fetch(url, { ...init, ...(signal ? { signal } : {}) }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (!response.ok || !response.body) throw await refusalOf(response);
  yield* chunksOf(response.body);
}

/** Safari has no asynchronous iteration over a response's body. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw unreachable(cause);
  } finally {
    // Whoever stops listening lets go of the connection; a broken one has nothing left to cancel.
    reader.cancel().catch(() => undefined);
  }
}
