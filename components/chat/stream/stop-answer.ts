import type { Fetch } from "./open-stream";
import { refusalOf, unreachable } from "./send-failure";

/**
 * Ends an answer, wherever it is being written. What was seen of it, `seenLength` UTF-16 units, is kept.
 * @throws SendFailure when the server could not be told.
 */
export async function stopAnswer(
  generationId: string,
  seenLength: number,
  fetch: Fetch = globalThis.fetch,
): Promise<void> {
  const response = await fetch(`/api/openai/chat/${encodeURIComponent(generationId)}/stop`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ seenLength }),
    // Somebody who stops an answer and closes the page means both.
    keepalive: true,
  }).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  if (!response.ok) throw await refusalOf(response);
}
