"use client";

import { TextLink } from "@/components/ui/text-link";
import { allowanceNotice } from "@/components/usage/allowance-notice";
import { useRoom } from "./chat-room";
import { usePath } from "@/components/ui/use-path";

/** Quiet, above the chat and the usage page: most of the allowance is used, or all of it, and what comes then. */
export function AllowanceBanner() {
  const { allowance, spentMicros, locale } = useRoom();
  const path = usePath();
  const text = allowanceNotice(allowance, { spentMicros, locale });
  if (text === undefined || !/^\/(?:chat|usage)(?:\/|$)/u.test(path)) return null;
  return (
    <aside aria-label="Allowance" className="shrink-0 border-line border-b px-4 py-1.5 text-center text-muted text-xs">
      {text} <TextLink href="/billing">See your plan</TextLink>
    </aside>
  );
}
