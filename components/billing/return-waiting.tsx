"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { ButtonLink } from "@/components/ui/button";

const FIRST_POLL_MS = 1_500;
const LAST_POLL_MS = 15_000;
/** Of these polls; then the person is told that it takes longer than it should. */
const PATIENCE = 8;

type ReturnWaitingProps = { title: string; children: ReactNode };

/** The payment is not confirmed yet: asks again and again, less and less often, and claims nothing meanwhile. */
export function ReturnWaiting({ title, children }: ReturnWaitingProps) {
  const router = useRouter();
  const [polls, setPolls] = useState(0);

  useEffect(() => {
    const delayMs = Math.min(FIRST_POLL_MS * 1.3 ** polls, LAST_POLL_MS);
    const timer = setTimeout(() => {
      router.refresh();
      setPolls(polls + 1);
    }, delayMs);
    return () => clearTimeout(timer);
  }, [router, polls]);

  return (
    <div className="mx-auto grid min-h-[70vh] max-w-md content-center justify-items-start gap-6 px-4">
      <div aria-live="polite" className="grid gap-2">
        <h1 className="font-semibold text-xl">{title}</h1>
        <p className="text-base text-muted">{children}</p>
        {polls >= PATIENCE ? (
          <p className="text-base text-muted">
            This takes longer than usual. You can leave this page: your plan changes by itself as soon as Stripe tells
            us, and the billing page shows it.
          </p>
        ) : null}
      </div>
      <div className="h-1 w-40 overflow-hidden rounded-full bg-line" aria-hidden="true">
        <div className="h-full w-1/2 animate-breathe rounded-full bg-muted" />
      </div>
      <ButtonLink href="/billing" variant="secondary">
        Go to billing
      </ButtonLink>
    </div>
  );
}
