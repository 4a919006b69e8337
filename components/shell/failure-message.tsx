"use client";

import { FullPageMessage } from "@/components/shell/full-page-message";
import { Button } from "@/components/ui/button";

type FailureMessageProps = {
  /** By which the operator finds it in the log. */
  digest: string | undefined;
  onRetry: () => void;
};

/** Something of ours broke while a page was being made. */
export function FailureMessage({ digest, onRetry }: FailureMessageProps) {
  return (
    <FullPageMessage title="This page did not work" action={<Button onClick={onRetry}>Try again</Button>}>
      Something went wrong on our side; nothing you have written or paid is affected.
      {digest ? (
        <>
          {" "}
          If it stays, tell us this number: <code className="font-mono text-text text-sm">{digest}</code>.
        </>
      ) : null}
    </FullPageMessage>
  );
}
