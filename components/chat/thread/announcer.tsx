import { useState } from "react";
import { type Conversation, isRunning } from "@/components/chat/state/conversation";
import { noteOf } from "./answer-note";

/** Tells a screen reader that an answer began and that it ended, and not each word of it. */
export function Announcer({ conversation }: { conversation: Conversation }) {
  const [wasRunning, setWasRunning] = useState(false);
  if (isRunning(conversation) && !wasRunning) setWasRunning(true);
  return (
    <output aria-live="polite" className="sr-only">
      {wasRunning ? announcement(conversation) : ""}
    </output>
  );
}

export function announcement(conversation: Conversation): string {
  const last = conversation.messages.at(-1);
  if (last?.role !== "assistant" || conversation.turn.state === "refused") return "";
  if (last.status === "streaming") return last.content === "" ? "Sent." : "The answer has begun.";
  return noteOf(last) ?? "The answer is complete.";
}
