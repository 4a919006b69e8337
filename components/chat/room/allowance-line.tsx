"use client";

import Link from "next/link";
import { Meter } from "@/components/ui/meter";
import { allowanceLeft } from "@/components/usage/allowance-left";
import { resetDay } from "@/components/usage/reset-day";
import { useRoom } from "./chat-room";

/** What is used of the allowance: one thin line, and words once they matter. */
export function AllowanceLine() {
  const { allowance, spentMicros, locale } = useRoom();
  const { share, text, isWorthSaying } = allowanceLeft(allowance, { spentMicros, locale });
  return (
    <Link
      href="/usage"
      prefetch={false}
      aria-label={`Allowance: ${text}`}
      title={text}
      className="grid gap-1.5 rounded-md px-2 py-2 transition-colors hover:bg-line/40 pointer-coarse:min-h-11 pointer-coarse:content-center"
    >
      {isWorthSaying ? (
        <span className="tabular text-xs">
          {text} <span className="text-muted">· starts again on {resetDay(allowance.resetsAt, locale)}</span>
        </span>
      ) : null}
      <Meter label="Allowance" text={text} share={share} />
    </Link>
  );
}
