import { useState, useTransition } from "react";
import type { Answer } from "@/components/chat/room/chat-actions";

/** Tries something on the server once at a time; `message` is why the last try did not work. */
export function useAttempt(tryIt: () => Promise<Answer>, onDone: () => void) {
  const [isTrying, start] = useTransition();
  const [message, setMessage] = useState<string>();

  function attempt(): void {
    if (isTrying) return;
    start(async () => {
      const answer = await answerOf(tryIt());
      setMessage(answer.ok ? undefined : answer.message);
      if (answer.ok) onDone();
    });
  }

  return { isTrying, message, attempt };
}

/** A server action rejects when the connection is gone, or the page is older than the server. */
export function answerOf(answering: Promise<Answer>): Promise<Answer> {
  return answering.catch((): Answer => ({ ok: false, message: "We could not reach the server. Please try again." }));
}
