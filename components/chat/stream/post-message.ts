import type { ChatRequest } from "@/lib/chat/schema";
import { openStream, type StreamOptions } from "./open-stream";

/**
 * Asks for an answer and yields the bytes of its stream.
 * @throws SendFailure when it was refused, or the connection broke.
 */
export function postMessage(request: ChatRequest, options: StreamOptions = {}): AsyncGenerator<Uint8Array, void> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify(request),
  };
  return openStream("/api/openai/chat", init, options);
}
