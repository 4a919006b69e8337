import type { ChatEvent, SendMessage } from "@/lib/chat/schema";
import { readChatEvent } from "./events";
import { frameReader } from "./frames";
import { refusalOf, unreachable } from "./send-failure";

type Fetch = typeof globalThis.fetch;

/**
 * Sends a message and yields what the stream says, as it says it. Every array is what one piece of the network
 * brought. The end of the bytes ends it, also when no `done` or `error` came: then the connection broke, and the
 * answer goes on being written on the server.
 * @throws SendFailure when the message was refused, or the connection broke.
 */
export async function* postMessage(
  message: SendMessage,
  fetch: Fetch = globalThis.fetch,
): AsyncGenerator<ChatEvent[], void> {
  const response = await fetch("/api/openai/chat", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify(message),
  }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (!response.ok || !response.body) throw await refusalOf(response);

  const frames = frameReader();
  for await (const bytes of chunksOf(response.body)) {
    const events = frames.push(bytes).flatMap(({ event, data }) => readChatEvent(event, data) ?? []);
    if (events.length > 0) yield events;
  }
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
