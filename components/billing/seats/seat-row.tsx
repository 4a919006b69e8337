"use client";

import type { ReactNode } from "react";
import type { Answer } from "@/components/billing/change/change-actions";
import { Problem } from "@/components/billing/change/dialog-parts";
import { useAct } from "@/components/billing/change/use-act";
import { Button } from "@/components/ui/button";
import type { Chosen } from "@/lib/billing/seats/schema";

type SeatRowProps = {
  id: string;
  who: string;
  about: string;
  badge: ReactNode;
  call: string;
  ask: (chosen: Chosen) => Promise<Answer>;
};

/** Somebody who has a seat or is offered one, and the end of that. */
export function SeatRow({ id, who, about, badge, call, ask }: SeatRowProps) {
  const { act, isBusy, problem } = useAct();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <span className="grid min-w-0">
        <span className="break-words">{who}</span>
        <span className="break-words text-muted text-xs empty:hidden">{about}</span>
      </span>
      <span className="flex items-center gap-3">
        {badge}
        <Button
          variant="secondary"
          size="sm"
          aria-busy={isBusy}
          aria-label={`${call}: ${who}`}
          onClick={() =>
            void act(
              () => ask({ id }),
              () => undefined,
            )
          }
        >
          {call}
        </Button>
      </span>
      <Problem>{problem?.message}</Problem>
    </li>
  );
}
