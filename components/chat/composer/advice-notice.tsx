import { Button, ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Advice } from "./advice";

type AdviceNoticeProps = {
  advice: Advice;
  /** It just happened, so a screen reader is told at once. */
  isNews: boolean;
  onSendAgain: (() => void) | undefined;
};

/** Why a message is not taken, and the one next step. */
export function AdviceNotice({ advice, isNews, onSendAgain }: AdviceNoticeProps) {
  const { title, text, link } = advice;
  return (
    <Notice
      tone="warn"
      title={title}
      action={<Actions link={link} onSendAgain={onSendAgain} />}
      {...(isNews ? { role: "alert" } : {})}
    >
      {text}
    </Notice>
  );
}

function Actions({ link, onSendAgain }: { link: Advice["link"]; onSendAgain: (() => void) | undefined }) {
  if (!link && !onSendAgain) return null;
  return (
    <div className="flex gap-2">
      {onSendAgain ? (
        <Button size="sm" variant="secondary" onClick={onSendAgain}>
          Send again
        </Button>
      ) : null}
      {link ? (
        <ButtonLink size="sm" href={link.href}>
          {link.label}
        </ButtonLink>
      ) : null}
    </div>
  );
}
