import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** A mailed link that lost its token on the way here. */
export function BrokenLink({ again, askAgain }: { again: string; askAgain: string }) {
  return (
    <div className="grid gap-4">
      <Notice tone="warn" title="This link is incomplete">
        Part of it was lost between the mail and here. Copy the whole address, or ask for a new one.
      </Notice>
      <ButtonLink href={again}>{askAgain}</ButtonLink>
    </div>
  );
}
