import { Button, ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Advice } from "./advice";
import { useCountdown } from "./use-countdown";

type AdviceNoticeProps = {
  advice: Advice;
  /** It just happened, so a screen reader is told at once. */
  isNews: boolean;
  onSendAgain: (() => void) | undefined;
  onSendShortened?: (() => void) | undefined;
  /** Sends it to a model that the plan has. */
  other?: { label: string; onSend: () => void } | undefined;
};

/** Why a message is not taken, and the next step. */
export function AdviceNotice({ advice, isNews, ...ways }: AdviceNoticeProps) {
  const { title, text, waitS } = advice;
  return (
    <Notice
      tone="warn"
      title={title}
      action={<Actions advice={advice} {...ways} />}
      {...(isNews ? { role: "alert" } : {})}
    >
      {text}
      {waitS === undefined ? null : <span className="sr-only"> You can send it again in {secondsText(waitS)}.</span>}
    </Notice>
  );
}

function Actions({ advice, onSendAgain, onSendShortened, other }: Omit<AdviceNoticeProps, "isNews">) {
  const { link, canShorten, canSwitch, waitS } = advice;
  return (
    <div className="flex flex-wrap gap-2 empty:hidden">
      {onSendAgain ? <SendAgain waitS={waitS ?? 0} onSendAgain={onSendAgain} /> : null}
      <Way label="Send with the files shortened" onTake={canShorten ? onSendShortened : undefined} />
      <Way label={`Send to ${other?.label}`} onTake={canSwitch ? other?.onSend : undefined} />
      {link ? (
        <ButtonLink size="sm" href={link.href}>
          {link.label}
        </ButtonLink>
      ) : null}
    </div>
  );
}

/** One way out, where it is open. */
function Way({ label, onTake }: { label: string; onTake: (() => void) | undefined }) {
  if (!onTake) return null;
  return (
    <Button size="sm" variant="secondary" onClick={onTake}>
      {label}
    </Button>
  );
}

/** Counts down where the server said how long; a screen reader was told once, and hears no seconds. */
function SendAgain({ waitS, onSendAgain }: { waitS: number; onSendAgain: () => void }) {
  const leftS = useCountdown(waitS);
  return (
    <Button
      size="sm"
      variant="secondary"
      aria-disabled={leftS > 0}
      aria-label="Send again"
      onClick={() => {
        if (leftS === 0) onSendAgain();
      }}
      className="tabular aria-disabled:opacity-60"
    >
      {leftS > 0 ? `Send again in ${secondsText(leftS)}` : "Send again"}
    </Button>
  );
}

export function secondsText(seconds: number): string {
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
