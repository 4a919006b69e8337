import { openStream, type StreamOptions } from "./open-stream";

/**
 * Listens on to an answer from the UTF-16 unit `from` on, wherever it is being written or stored.
 * @throws SendFailure when there is none for this person, or the connection broke.
 */
export function resumeAnswer(
  generationId: string,
  from: number,
  options: StreamOptions = {},
): AsyncGenerator<Uint8Array, void> {
  const headers = { accept: "text/event-stream", "last-event-id": String(from) };
  return openStream(`/api/openai/chat/${encodeURIComponent(generationId)}/stream`, { headers }, options);
}
