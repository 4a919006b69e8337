"use client";

import { type ReactNode, useEffect, useId, useState } from "react";
import { requestHostedPage } from "@/components/billing/hosted-page";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-look";
import { classNames } from "@/components/ui/class-names";

type HostedPageButtonProps = {
  path: "/api/stripe/checkout-session" | "/api/stripe/portal-session";
  body?: object;
  variant?: ButtonVariant;
  /** As wide as what is around it. */
  isWide?: boolean;
  children: ReactNode;
};

const NOTHING = {};

/** Leads to one of Stripe's pages. Asks once however often it is pressed; a refusal is said right below it. */
export function HostedPageButton({
  path,
  body = NOTHING,
  variant = "primary",
  isWide,
  children,
}: HostedPageButtonProps) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const problemId = useId();

  // Back from Stripe with the browser's own button, the page may be the one that was left, frozen as it was.
  useEffect(() => {
    function onShow({ persisted }: PageTransitionEvent) {
      if (persisted) setBusy(false);
    }
    window.addEventListener("pageshow", onShow);
    return () => window.removeEventListener("pageshow", onShow);
  }, []);

  async function go() {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      // Stays busy: the page is about to be left.
      window.location.assign(await requestHostedPage(path, body));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  }

  return (
    <span className={classNames("inline-grid gap-2", isWide && "w-full")}>
      <Button
        variant={variant}
        aria-busy={isBusy}
        aria-disabled={isBusy}
        aria-describedby={problem ? problemId : undefined}
        onClick={() => void go()}
      >
        <span className="grid *:col-start-1 *:row-start-1">
          <span className={classNames(isBusy && "invisible")}>{children}</span>
          <span className={classNames(!isBusy && "invisible")}>Opening Stripe…</span>
        </span>
      </Button>
      <span id={problemId} role="alert" className={classNames("max-w-80 text-bad text-xs", !problem && "hidden")}>
        {problem}
      </span>
    </span>
  );
}
