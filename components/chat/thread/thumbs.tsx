import { ThumbsDown, ThumbsUp } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Answer } from "@/components/chat/room/chat-actions";
import { REASON_LIMIT } from "@/components/chat/state/limits";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import type { GiveFeedback } from "@/lib/chat/schema";

type Verdict = "up" | "down";
type ThumbsProps = {
  messageId: string;
  feedback: { verdict: Verdict; reason?: string } | undefined;
  onFeedback: (input: GiveFeedback) => Promise<Answer>;
};

const AWAY = "Your verdict could not be kept. Please try again.";

/** Whether an answer was good. It counts at once; why is asked only where it was not, and can be left out. */
export function Thumbs({ messageId, feedback, onFeedback }: ThumbsProps) {
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState("");
  const verdict = feedback?.verdict;

  async function give(input: Omit<GiveFeedback, "messageId">): Promise<boolean> {
    setProblem("");
    try {
      const answer = await onFeedback({ messageId, ...input });
      if (!answer.ok) setProblem(answer.message);
      return answer.ok;
    } catch {
      // The network, or a server that is being replaced.
      setProblem(AWAY);
      return false;
    }
  }

  async function press(pressed: Verdict): Promise<void> {
    const next = pressed === verdict ? null : pressed;
    if ((await give({ verdict: next })) && next === "down") setAsking(true);
  }

  async function explain(reason: string): Promise<void> {
    if (reason === "" || (await give({ verdict: "down", reason }))) setAsking(false);
  }

  return (
    <>
      <IconButton
        label="Good answer"
        aria-pressed={verdict === "up"}
        icon={<ThumbsUp className="size-4" aria-hidden="true" />}
        onClick={() => void press("up")}
        className={PRESSED}
      />
      <IconButton
        label="Bad answer"
        aria-pressed={verdict === "down"}
        icon={<ThumbsDown className="size-4" aria-hidden="true" />}
        onClick={() => void press("down")}
        className={PRESSED}
      />
      <output className={problem && !isAsking ? "text-bad text-xs" : "sr-only"}>{problem}</output>
      <Dialog isOpen={isAsking} onClose={() => setAsking(false)} title="What was wrong with it?">
        <ReasonForm before={feedback?.reason ?? ""} problem={problem} onSend={(reason) => void explain(reason)} />
      </Dialog>
    </>
  );
}

const PRESSED = "aria-pressed:text-accent aria-pressed:[&>svg]:fill-current/25";

type ReasonFormProps = { before: string; problem: string; onSend: (reason: string) => void };

function ReasonForm({ before, problem, onSend }: ReasonFormProps) {
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get("reason");
    onSend(typeof reason === "string" ? reason.trim() : "");
  }
  return (
    <form onSubmit={send} className="mt-3 grid gap-4">
      <label className="grid gap-1.5">
        <span className="text-muted">A sentence helps whoever runs this. It is up to you.</span>
        <textarea
          name="reason"
          rows={3}
          maxLength={REASON_LIMIT}
          defaultValue={before}
          className="w-full resize-y rounded-md border border-edge bg-surface px-3 py-2 text-base"
        />
      </label>
      {problem ? <p role="alert">{problem}</p> : null}
      <Button type="submit" className="justify-self-end">
        Send
      </Button>
    </form>
  );
}
